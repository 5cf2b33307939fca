using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>
/// Finds services whose type is emitted by this very generator, such as the scheduler of another task: while the generator
/// runs, the compiler does not know these types.
/// </summary>
internal static class ServiceResolution
{
    /// <summary>The actuator with all types named; <see langword="null"/> if one does not exist at all.</summary>
    public static ActuatorModel? Resolve(ActuatorModel actuator, string @namespace, EquatableArray<string> emittedTypes)
    {
        bool isComplete = true;
        ActuatorModel resolved = actuator with
        {
            Class = Resolve(actuator.Class),
            Function = actuator.Function is not { } function
                ? null
                : function with { Instance = Resolve(function.Instance), Arguments = ResolveAll(function.Arguments) },
        };
        return isComplete ? resolved : null;

        CreationModel? Resolve(CreationModel? creation) =>
            creation is null ? null : creation with { Arguments = ResolveAll(creation.Arguments) };

        EquatableArray<ArgumentModel> ResolveAll(EquatableArray<ArgumentModel> arguments) =>
            arguments.Select(ResolveOne).ToEquatableArray();

        ArgumentModel ResolveOne(ArgumentModel argument)
        {
            if (argument.Service is not { IsDeclared: false } service)
            {
                return argument;
            }

            string? type = Find(service.Type, @namespace, emittedTypes);
            isComplete &= type is not null;
            return type is null ? argument : argument with { Service = service with { Type = type, IsDeclared = true } };
        }
    }

    /// <summary>The emitted type of that name which is nearest to the namespace.</summary>
    private static string? Find(string name, string @namespace, EquatableArray<string> emittedTypes)
    {
        for (string current = @namespace; ; current = Outer(current))
        {
            string candidate = TypeNames.Emitted(current, name);
            if (emittedTypes.Contains(candidate))
            {
                return candidate;
            }

            if (current.Length == 0)
            {
                break;
            }
        }

        // Elsewhere only a using directive can have brought it in; which one, the name alone must tell.
        string[] others = [.. emittedTypes.Where(type => type.EndsWith("." + name, StringComparison.Ordinal))];
        return others is [var only] ? only : null;
    }

    private static string Outer(string @namespace)
    {
        int dot = @namespace.LastIndexOf('.');
        return dot < 0 ? "" : @namespace.Substring(0, dot);
    }
}
