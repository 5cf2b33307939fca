using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Types of the runtime and of .NET that mean something here, by metadata name: nothing is referenced.</summary>
internal static class KnownTypes
{
    public const string ScheduledTaskAttribute = "GeneratedScheduler.ScheduledTaskAttribute";
    public const string ActuatorAttribute = "GeneratedScheduler.ActuatorAttribute";

    private const string Generic = "System.Collections.Generic";
    private const string Tasks = "System.Threading.Tasks";
    public const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";
    private const string Logging = "Microsoft.Extensions.Logging";

    /// <summary>Whether it is compiled to a program, not to a library, and can use the runtime.</summary>
    public static bool IsProgram(Compilation compilation) =>
        compilation.Options.OutputKind is OutputKind.ConsoleApplication or OutputKind.WindowsApplication or OutputKind.WindowsRuntimeApplication
        && compilation.GetTypeByMetadataName("GeneratedScheduler.SchedulerBuilder") is not null;

    public static bool IsCancellationToken(ITypeSymbol type) => Is(type, "System.Threading", "CancellationToken");

    public static bool IsTaskContext(ITypeSymbol type) => Is(type, "GeneratedScheduler", "TaskContext");

    public static bool IsServiceProvider(ITypeSymbol type) => Is(type, "System", "IServiceProvider");

    public static bool IsLogger(ITypeSymbol type) => Is(type, Logging, "ILogger");

    public static bool IsGenericLogger(ITypeSymbol type) => Is(type, Logging, "ILogger`1");

    public static bool IsTask(ITypeSymbol type) => Is(type, Tasks, "Task");

    public static bool IsTaskOfResult(ITypeSymbol type) => Is(type, Tasks, "Task`1");

    public static bool IsValueTask(ITypeSymbol type) => Is(type, Tasks, "ValueTask");

    public static bool IsValueTaskOfResult(ITypeSymbol type) => Is(type, Tasks, "ValueTask`1");

    /// <summary>What is read step by step: <c>IAsyncEnumerable</c> and enumerators, but no <c>IEnumerable</c>, which may be a list.</summary>
    public static bool IsStream(ITypeSymbol type) =>
        Is(type, Generic, "IAsyncEnumerable`1")
        || Is(type, Generic, "IAsyncEnumerator`1")
        || Is(type, Generic, "IEnumerator`1")
        || Is(type, "System.Collections", "IEnumerator");

    public static bool IsTaskActuator(ITypeSymbol type) => Is(type, "GeneratedScheduler.Actuators", "ITaskActuator`2");

    public static bool IsTaskHandle(ITypeSymbol type) => Is(type, "GeneratedScheduler", "TaskHandle`1");

    public static bool IsSchedulerBuilder(ITypeSymbol type) => Is(type, "GeneratedScheduler", "SchedulerBuilder");

    public static bool IsThread(ITypeSymbol type) => Is(type, "System.Threading", "Thread");

    /// <summary>Whether it is <c>Scheduler&lt;TTask, TResult&gt;</c> or, as emitted schedulers are, derived from it.</summary>
    public static bool IsScheduler(ITypeSymbol type) => FindScheduler(type) is not null;

    /// <summary>The <c>Scheduler&lt;TTask, TResult&gt;</c> that a type is or derives from.</summary>
    public static INamedTypeSymbol? FindScheduler(ITypeSymbol type)
    {
        for (ITypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            if (Is(current, "GeneratedScheduler", "Scheduler`2"))
            {
                return (INamedTypeSymbol)current;
            }
        }

        return null;
    }

    public static AttributeData? FindScheduledTask(ISymbol symbol) => Find(symbol, "GeneratedScheduler", "ScheduledTaskAttribute");

    public static AttributeData? FindActuator(ISymbol symbol) => Find(symbol, "GeneratedScheduler", "ActuatorAttribute");

    /// <summary>Whether a parameter is marked as a service: by our attribute, or by one that says so to ASP.NET Core, such as <c>[FromServices]</c>.</summary>
    public static bool IsInjected(IParameterSymbol parameter) => parameter.GetAttributes().Any(static attribute =>
        attribute.AttributeClass is { } type && (Is(type, "GeneratedScheduler", "InjectedAttribute") || type.AllInterfaces.Any(IsServiceMetadata)));

    public static AttributeData? FindKey(IParameterSymbol parameter) =>
        Find(parameter, DependencyInjection, "FromKeyedServicesAttribute");

    public static bool IsPreferredConstructor(IMethodSymbol constructor) =>
        Find(constructor, DependencyInjection, "ActivatorUtilitiesConstructorAttribute") is not null;

    public static AttributeData? Find(ISymbol symbol, string @namespace, string metadataName)
    {
        foreach (AttributeData attribute in symbol.GetAttributes())
        {
            if (attribute.AttributeClass is { } type && Is(type, @namespace, metadataName))
            {
                return attribute;
            }
        }

        return null;
    }

    private static bool IsServiceMetadata(INamedTypeSymbol contract) => Is(contract, "Microsoft.AspNetCore.Http.Metadata", "IFromServiceMetadata");

    public static bool Is(ITypeSymbol type, string @namespace, string metadataName) =>
        type is INamedTypeSymbol { ContainingType: null }
        && type.TypeKind != TypeKind.Error
        && type.MetadataName == metadataName
        && IsNamespace(type.ContainingNamespace, @namespace, @namespace.Length);

    // Part by part from the end, because this is asked of every attribute and parameter, and a text is not made for nothing.
    private static bool IsNamespace(INamespaceSymbol symbol, string name, int length)
    {
        if (length <= 0)
        {
            return symbol.IsGlobalNamespace && length == (name.Length == 0 ? 0 : -1);
        }

        string last = symbol.Name;
        int start = length - last.Length;
        return !symbol.IsGlobalNamespace
            && start >= 0
            && string.CompareOrdinal(name, start, last, 0, last.Length) == 0
            && (start == 0 || name[start - 1] == '.')
            && IsNamespace(symbol.ContainingNamespace, name, start - 1);
    }
}
