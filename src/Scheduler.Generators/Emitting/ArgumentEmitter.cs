using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes arguments of task methods and constructors.</summary>
internal static class ArgumentEmitter
{
    /// <param name="arguments">What is passed.</param>
    /// <param name="services">The expression of type <c>IServiceProvider</c> from which services come.</param>
    public static IEnumerable<string> List(EquatableArray<ArgumentModel> arguments, string services) =>
        arguments.Select(argument => Argument(argument, services));

    /// <summary>Whether a run is bound to fail without services.</summary>
    public static bool NeedsServices(ActuatorModel actuator) =>
        NeedsServices(actuator.Function?.Arguments)
        || NeedsServices(actuator.Function?.Instance?.Arguments)
        || NeedsServices(actuator.Class?.Arguments)
        || actuator.Class is { } type && type.Arguments.Any(static argument => argument.Kind is ArgumentKind.ServiceProvider or ArgumentKind.Service);

    private static bool NeedsServices(EquatableArray<ArgumentModel>? arguments) =>
        arguments is { } all && all.Any(static argument => argument.Service is { IsRequired: true });

    private static string Argument(ArgumentModel argument, string services) => argument.Kind switch
    {
        ArgumentKind.Member => "task." + argument.Value,
        ArgumentKind.DynamicMember => $"(object)task.{argument.Value}!",
        ArgumentKind.Payload => "task",
        ArgumentKind.Context => "context",
        ArgumentKind.CancellationToken => "context.CancellationToken",
        ArgumentKind.Logger => "context.Logger",
        ArgumentKind.ServiceProvider => services,
        ArgumentKind.Constant => argument.Value!,
        _ => Service(argument.Service!, services),
    };

    private static string Service(ServiceModel service, string services)
    {
        if (service is { IsValue: true, IsRequired: false, Fallback: { } fallback })
        {
            return Value(service, services, fallback);
        }

        string method = (service.Key, service.IsRequired) switch
        {
            (null, true) => Names.GetRequiredService,
            (null, false) => Names.GetService,
            (_, true) => Names.GetRequiredKeyedService,
            (_, false) => Names.GetKeyedService,
        };
        string call = $"{method}<{service.Type}>({services}{(service.Key is null ? "" : ", " + service.Key)})";
        return service.Fallback is null or "null" ? call : $"{call} ?? {service.Fallback}";
    }

    // As an object it can be null, whatever it is.
    private static string Value(ServiceModel service, string services, string fallback)
    {
        string found = service.Key is null
            ? $"{services}.GetService(typeof({service.Type.TrimEnd('?')}))"
            : $"(({Names.KeyedServiceProvider}){services}).GetKeyedService(typeof({service.Type.TrimEnd('?')}), {service.Key})";
        string nullable = service.Type.EndsWith("?", StringComparison.Ordinal) ? service.Type : service.Type + "?";
        return fallback == "null" ? $"({nullable}){found}" : $"({nullable}){found} ?? {fallback}";
    }
}
