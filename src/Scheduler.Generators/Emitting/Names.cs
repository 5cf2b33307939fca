namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Types that emitted code uses, written so that no type of the user's can come in between.</summary>
internal static class Names
{
    private const string Root = "global::GeneratedScheduler.";

    public const string NoResult = Root + "NoResult";
    public const string EnqueueOptions = Root + "EnqueueOptions";
    public const string TaskContext = Root + "TaskContext";
    public const string RetryPolicy = Root + "RetryPolicy";
    public const string TaskMember = Root + "TaskMember";
    public const string TaskService = Root + "TaskService";
    public const string SchedulerBuilder = Root + "SchedulerBuilder";
    public const string DbTransaction = "global::System.Data.Common.DbTransaction";
    public const string CancellationToken = "global::System.Threading.CancellationToken";
    public const string TimeSpan = "global::System.TimeSpan";

    private const string Storage = Root + "Storage.";

    public const string ColumnWriter = Storage + "ColumnWriter";
    public const string ColumnReader = Storage + "ColumnReader";
    public const string ColumnKind = Storage + "ColumnKind";
    public const string StoredMember = Storage + "StoredMember";
    public const string MemberJsonWriter = Storage + "MemberJsonWriter";
    public const string MemberJsonReader = Storage + "MemberJsonReader";
    public const string JsonWriter = "global::System.Text.Json.Utf8JsonWriter";
    public const string JsonReader = "global::System.Text.Json.Utf8JsonReader";
    public const string JsonSerializer = "global::System.Text.Json.JsonSerializer";
    public const string Columns = "global::System.Collections.Immutable.ImmutableArray<" + Storage + "TaskColumn>";
    public const string TableNames = "global::System.Collections.Immutable.ImmutableArray<string>";

    public const string EnumerableHead = "global::System.Collections.Generic.IEnumerable<";
    public const string ServiceProvider = "global::System.IServiceProvider";

    private const string Services = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderServiceExtensions.";
    private const string KeyedServices = "global::Microsoft.Extensions.DependencyInjection.ServiceProviderKeyedServiceExtensions.";

    public const string KeyedServiceProvider = "global::Microsoft.Extensions.DependencyInjection.IKeyedServiceProvider";

    public const string GetService = Services + "GetService";
    public const string GetRequiredService = Services + "GetRequiredService";
    public const string GetKeyedService = KeyedServices + "GetKeyedService";
    public const string GetRequiredKeyedService = KeyedServices + "GetRequiredKeyedService";

    public static string Scheduler(string payload, string result) => $"{Root}Scheduler<{payload}, {result}>";

    public static string Setup(string payload, string result) => $"{Root}SchedulerSetup<{payload}, {result}>";

    public static string Definition(string payload, string result) => $"{Root}TaskDefinition<{payload}, {result}>";

    public static string Mapper(string payload, string result) => $"{Storage}TaskMapper<{payload}, {result}>";

    public static string Codec(string payload, string result) => $"{Storage}TaskCodec<{payload}, {result}>";

    public static string JsonTypeInfo(string type) => $"global::System.Text.Json.Serialization.Metadata.JsonTypeInfo<{type}>";

    public static string Handle(string result) => $"{Root}TaskHandle<{result}>";

    public static string FunctionActuator(string payload, string result) => $"{Root}Actuators.FunctionActuator<{payload}, {result}>";

    public static string ValueTask(string result) => $"global::System.Threading.Tasks.ValueTask<{result}>";

    public static string ReadOnlyList(string item) => $"global::System.Collections.Generic.IReadOnlyList<{item}>";
}
