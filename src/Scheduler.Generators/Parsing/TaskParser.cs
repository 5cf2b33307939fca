using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Reads what is marked with <c>[ScheduledTask]</c>.</summary>
internal static class TaskParser
{
    public static bool IsCandidate(SyntaxNode node) => node is MethodDeclarationSyntax or TypeDeclarationSyntax;

    /// <summary>For generator and analyzers: the model, or nothing if anything is wrong; what is wrong is in the scope then.</summary>
    public static TaskModel? Parse(ISymbol symbol, AttributeData attribute, ParseScope scope)
    {
        scope.CancellationToken.ThrowIfCancellationRequested();
        var reader = new AttributeReader(attribute, scope.CancellationToken);
        if (reader.IsBroken)
        {
            scope.GiveUp();
        }

        TaskModel? model = symbol switch
        {
            IMethodSymbol method => ParseMethod(method.PartialDefinitionPart ?? method, reader, scope),
            INamedTypeSymbol type => ParsePayload(type, reader, scope),
            _ => null,
        };
        return scope.IsBroken ? null : model;
    }

    private static TaskModel? ParseMethod(IMethodSymbol method, AttributeReader attribute, ParseScope scope)
    {
        FunctionParser.Check(method, scope);
        string name = SettingsParser.ParseName(attribute, method.ContainingType.Name + "." + method.Name, scope);
        string stem = SettingsParser.ParseStem(attribute, Naming.TrimSuffix(method.Name, "Async"), scope);
        DefaultsModel? defaults = SettingsParser.ParseDefaults(attribute, scope);
        (ReturnKind returns, ITypeSymbol? result) = FunctionParser.ParseReturn(method, scope);

        string payloadName = stem + "Task";
        var payload = new List<IParameterSymbol>();
        ArgumentModel?[] injected = [.. method.Parameters.Select(ParameterParser.ParseInjected)];
        for (int i = 0; i < injected.Length; i++)
        {
            ParameterParser.Check(method.Parameters[i], isPayload: injected[i] is null, scope);
            if (injected[i] is null)
            {
                payload.Add(method.Parameters[i]);
            }
        }

        // What follows would only repeat what is known to be wrong.
        if (scope.IsBroken)
        {
            return null;
        }

        // The compiler sees to it that no type of the signature is less accessible than the method.
        bool isPublic = TypeRules.IsPublic(method);
        EquatableArray<MemberModel> members = MemberParser.FromParameters(payload, payloadName);
        int next = 0;
        IEnumerable<ArgumentModel> arguments =
            [.. injected.Select(argument => argument ?? new ArgumentModel(ArgumentKind.Member, members[next++].PropertyName))];
        FunctionModel function = FunctionParser.Parse(method, arguments, returns, scope);

        string @namespace = TypeNames.Namespace(method);
        string payloadType = TypeNames.Emitted(@namespace, payloadName);
        string id = IdOf(method);
        EquatableArray<string> silenced = SilencedWarnings.Of(
            [method, .. method.Parameters.Select(static parameter => parameter.Type), method.ReturnType, .. CreatedWith(method, function)]);
        var actuator = new ActuatorModel(
            id,
            payloadType,
            result is null ? TypeNames.NoResult : TypeNames.Annotated(result),
            ResultIsPublic: true,
            function,
            Class: null,
            silenced);

        EmittedTypeRules.Check(method, @namespace, stem, emitsPayload: true, isPublic, scope);
        return new TaskModel(
            new TaskIdentity(id, name, Naming.HintName(method), TypeNames.Emitted(@namespace, stem + "Scheduler"), payloadType),
            @namespace,
            stem + "Scheduler",
            payloadName,
            payloadType,
            isPublic,
            ReferenceTo(method),
            members,
            defaults,
            actuator,
            silenced);
    }

    private static TaskModel? ParsePayload(INamedTypeSymbol type, AttributeReader attribute, ParseScope scope)
    {
        string name = SettingsParser.ParseName(attribute, type.Name, scope);
        string stem = SettingsParser.ParseStem(attribute, Naming.TrimSuffix(type.Name, "Task"), scope);
        DefaultsModel? defaults = SettingsParser.ParseDefaults(attribute, scope);
        PayloadRules.Check(type, scope);
        if (scope.IsBroken)
        {
            return null;
        }

        bool isPublic = TypeRules.IsPublic(type);
        string @namespace = TypeNames.Namespace(type);
        EmittedTypeRules.Check(type, @namespace, stem, emitsPayload: false, isPublic: null, scope);
        return new TaskModel(
            new TaskIdentity(IdOf(type), name, Naming.HintName(type), TypeNames.Emitted(@namespace, stem + "Scheduler"), null),
            @namespace,
            stem + "Scheduler",
            PayloadName: null,
            TypeNames.NotNull(type),
            isPublic,
            TypeNames.NotNull(type),
            MemberParser.FromProperties(type),
            defaults,
            Actuator: null,
            SilencedWarnings.Of([type, .. MemberParser.Properties(type), .. MemberParser.Properties(type).Select(static property => property.Type)]));
    }

    internal static string IdOf(ISymbol symbol) => symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    internal static IEnumerable<ISymbol> CreatedWith(IMethodSymbol method, FunctionModel function) => function.Instance is null
        ? []
        : method.ContainingType.InstanceConstructors.SelectMany(
            static constructor => new ISymbol[] { constructor }.Concat(constructor.Parameters.Select(static parameter => parameter.Type)));

    // A bare name would be ambiguous for overloads. An id with its prefix is taken as it is.
    private static string ReferenceTo(IMethodSymbol method) => method.ContainingType.GetMembers(method.Name).Length > 1
        ? IdOf(method)
        : TypeNames.NotNull(method.ContainingType) + "." + Naming.Escape(method.Name);
}
