using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Reads how tasks are stored: for the generator, which wants the model, and for the analyzer, which wants the problems.</summary>
internal static class StorageParser
{
    /// <summary>Reads the payload of a task that is right in every other respect.</summary>
    /// <returns>The model; <see langword="null"/> if it cannot be stored.</returns>
    public static PayloadStorageModel? ParsePayload(
        ISymbol task, string name, string payloadType, EquatableArray<MemberModel> members, StorageScope scope)
    {
        if (task is not IMethodSymbol method)
        {
            return PayloadStorageParser.OfType((INamedTypeSymbol)task, name, scope);
        }

        IParameterSymbol[] payload = [.. method.Parameters.Where(static parameter => ParameterParser.ParseInjected(parameter) is null)];
        return PayloadStorageParser.OfMethod(method, name, payloadType, payload, members, scope);
    }

    /// <summary>Reads a result.</summary>
    /// <param name="actuator">The method or class that returns it.</param>
    /// <param name="result">What a run returns; <see langword="null"/> for nothing.</param>
    /// <param name="scope">Where problems go.</param>
    /// <returns>The model; <see langword="null"/> if it cannot be stored.</returns>
    public static ResultStorageModel? ParseResult(ISymbol actuator, ITypeSymbol? result, StorageScope scope) =>
        new ResultStorageParser(actuator, scope).Parse(result);
}
