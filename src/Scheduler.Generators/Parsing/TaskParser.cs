using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads what is marked with <c>[ScheduledTask]</c>.</summary>
internal static class TaskParser
{
    public static bool IsCandidate(SyntaxNode node) => node is MethodDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>For generator and analyzers: the model, or nothing if anything is wrong; all that is wrong is in the scope then.</summary>
    public static TaskModel? Parse(ISymbol symbol, AttributeData attribute, ParseScope scope)
    {
        scope.CancellationToken.ThrowIfCancellationRequested();
        var reader = new AttributeReader(attribute, scope.CancellationToken);
        if (reader.IsBroken || !ProjectRules.HasLanguage(scope.Compilation))
        {
            scope.GiveUp();
        }

        return symbol switch
        {
            IMethodSymbol method => ParseMethod(method.PartialDefinitionPart ?? method, reader, scope),
            INamedTypeSymbol type => ParsePayload(type, reader, scope),
            _ => null,
        };
    }

    private static TaskModel? ParseMethod(IMethodSymbol method, AttributeReader attribute, ParseScope scope)
    {
        FunctionParser.Check(method, scope);
        ContractParser.CheckMethod(attribute, scope);
        ArgumentModel?[] injected = ParameterParser.ParseAll(method, scope);
        IParameterSymbol[] payload = [.. method.Parameters.Where((_, i) => injected[i] is null)];
        (ReturnKind returns, ITypeSymbol? result) = FunctionParser.ParseReturn(method, scope);
        CreationModel? instance = FunctionParser.ParseInstance(method, scope);
        Header? header = ParseHeader(
            method, method.ContainingType?.Name + "." + method.Name, Naming.TrimSuffix(method.Name, "Async"), payload, attribute, scope);
        if (scope.IsBroken || header is null)
        {
            return null;
        }

        string payloadName = header.Stem + "Task";
        string payloadType = TypeNames.Emitted(header.Namespace, payloadName);
        EquatableArray<MemberModel> members = MemberParser.FromParameters(payload, payloadName);
        int next = 0;
        IEnumerable<ArgumentModel> arguments =
            [.. injected.Select(argument => argument ?? ToArgument(members[next++]))];
        var actuator = new ActuatorModel(
            header.Id,
            payloadType,
            result is null ? TypeNames.NoResult : TypeNames.Annotated(result),
            ResultIsPublic: true,
            FunctionParser.ToModel(method, arguments, returns, instance, scope),
            Class: null,
            ForwardedAttributes.RequirementsOf(method),
            ForwardedAttributes.PlatformsOf(method),
            ForwardedAttributes.RequirementsOfReading(result),
            StorageParser.ParseResult(method, result, scope.ForStorage()),
            Contract: null);

        // The compiler sees to it that no type of the signature is less accessible than the method.
        PayloadStorageModel? storage = StorageParser.ParsePayload(method, header.Name, payloadType, members, scope.ForStorage());
        return ToModel(header, method, payloadName, payloadType, ReferenceTo(method), members, actuator, contract: null, EquatableArray<RequirementModel>.Empty, storage);
    }

    private static TaskModel? ParsePayload(INamedTypeSymbol type, AttributeReader attribute, ParseScope scope)
    {
        PayloadRules.Check(type, scope);
        Header? header = ParseHeader(type, type.Name, Naming.TrimSuffix(type.Name, "Task"), payload: null, attribute, scope);
        ActuatorModel? contract = ContractParser.ParsePayload(type, IdOf(type), attribute, scope);
        if (scope.IsBroken || header is null)
        {
            return null;
        }

        string name = TypeNames.NotNull(type);
        EquatableArray<MemberModel> members = MemberParser.FromProperties(type);
        PayloadStorageModel? storage = StorageParser.ParsePayload(type, header.Name, name, members, scope.ForStorage());
        return ToModel(header, type, payloadName: null, name, name, members, actuator: null, contract, ForwardedAttributes.RequirementsOfReading(type), storage);
    }

    /// <summary>Reads and judges what methods and payload types have in common.</summary>
    private static Header? ParseHeader(
        ISymbol task, string defaultName, string defaultStem, IReadOnlyList<IParameterSymbol>? payload, AttributeReader attribute, ParseScope scope)
    {
        string name = SettingsParser.ParseName(attribute, defaultName, scope);
        string? stem = SettingsParser.ParseStem(attribute, defaultStem, scope);
        DefaultsModel? defaults = SettingsParser.ParseDefaults(attribute, scope);

        // Functions within methods have no name from which others could be made.
        if (stem is null || task is IMethodSymbol { MethodKind: not MethodKind.Ordinary })
        {
            return null;
        }

        string @namespace = TypeNames.Namespace(task);
        bool isInternal = new EmittedTypeRules(task, scope).Check(stem, payload);
        return new Header(IdOf(task), name, @namespace, stem, TypeRules.IsPublic(task) && !isInternal, defaults);
    }

    private static TaskModel ToModel(
        Header header,
        ISymbol task,
        string? payloadName,
        string payloadType,
        string reference,
        EquatableArray<MemberModel> members,
        ActuatorModel? actuator,
        ActuatorModel? contract,
        EquatableArray<RequirementModel> readingRequirements,
        PayloadStorageModel? storage)
    {
        string scheduler = header.Stem + "Scheduler";
        var identity = new TaskIdentity(
            header.Id,
            header.Name,
            Naming.HintName(task),
            TypeNames.Emitted(header.Namespace, scheduler),
            payloadName is null ? null : payloadType,
            storage is null ? EquatableArray<string>.Empty : storage.FormerTables.Prepend(storage.Table).ToEquatableArray());
        return new TaskModel(
            identity,
            header.Namespace,
            scheduler,
            payloadName,
            payloadType,
            header.IsPublic,
            reference,
            members,
            header.Defaults,
            actuator,
            contract,
            readingRequirements,
            storage);
    }

    private static ArgumentModel ToArgument(MemberModel member) =>
        new(member.IsDynamic ? ArgumentKind.DynamicMember : ArgumentKind.Member, member.PropertyName);

    internal static string IdOf(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    // A bare name would be ambiguous for overloads. An id with its prefix is taken as it is.
    private static string ReferenceTo(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).Length > 1
        ? IdOf(method)
        : TypeNames.NotNull(method.ContainingType) + "." + Naming.Escape(method.Name);

    private sealed record Header(string Id, string Name, string Namespace, string Stem, bool IsPublic, DefaultsModel? Defaults);
}
