using Microsoft.Extensions.DependencyInjection;

namespace GeneratedScheduler.Scheduling;

/// <summary>Finds services that tasks need and that nobody has registered, before the first task fails for it.</summary>
internal static class ServiceCheck
{
    /// <summary>One problem for each service that is missing; none if the container of services cannot tell.</summary>
    public static IEnumerable<string> Problems(IServiceProvider services, IEnumerable<TaskService> needed)
    {
        if (services.GetService(typeof(IServiceProviderIsService)) is not IServiceProviderIsService registered)
        {
            yield break;
        }

        foreach (TaskService service in needed)
        {
            if (service.UnlessRegistered is { } maker && registered.IsService(maker))
            {
                continue;
            }

            if (service.Key is null ? registered.IsService(service.Type)
                : registered is not IServiceProviderIsKeyedService keyed || keyed.IsKeyedService(service.Type, service.Key))
            {
                continue;
            }

            string key = service.Key is null ? "" : $" with the key '{service.Key}'";
            yield return $"{service.NeededBy} needs the service {NameOf(service.Type)}{key}, which is not registered. Register it with the services of the application, "
                + "or make the parameter nullable if the task can do without.";
        }
    }

    private static string NameOf(Type type) => type.IsGenericType
        ? $"{type.Name[..type.Name.IndexOf('`', StringComparison.Ordinal)]}<{string.Join(", ", type.GetGenericArguments().Select(NameOf))}>"
        : type.FullName ?? type.Name;
}
