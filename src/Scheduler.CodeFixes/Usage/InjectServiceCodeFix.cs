using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>A service from a static member becomes a parameter marked with <c>[Injected]</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(InjectServiceCodeFix)), Shared]
internal sealed class InjectServiceCodeFix() : DocumentCodeFix("Inject the service", DiagnosticIds.GS0034ServiceIsCapturedInAStaticTask)
{
    private const string DependencyInjection = "Microsoft.Extensions.DependencyInjection";

    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) =>
        node.FirstAncestorOrSelf<MethodDeclarationSyntax>() is { } method
        && !method.Modifiers.Any(SyntaxKind.PartialKeyword)
        && model.GetSymbolInfo(node).Symbol is { } member
        && TypeOf(member) is { } type
        && IsResolvable(type)
        && IsFree(ParameterName(member), method, model)
        && References(member, method, model).All(static reference => CanBecomeParameter(reference));

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        MethodDeclarationSyntax method = node.FirstAncestorOrSelf<MethodDeclarationSyntax>()!;
        ISymbol member = editor.SemanticModel.GetSymbolInfo(node).Symbol!;
        string name = ParameterName(member);
        ParameterSyntax parameter = CreateParameter(TypeOf(member)!, name, method, editor.Generator);
        editor.ReplaceNode(method.ParameterList, (current, _) => Insert((ParameterListSyntax)current, parameter));
        foreach (ExpressionSyntax reference in References(member, method, editor.SemanticModel))
        {
            editor.ReplaceNode(reference, SyntaxFactory.IdentifierName(name).WithTriviaFrom(reference));
        }
    }

    private static ITypeSymbol? TypeOf(ISymbol member) => (member as IFieldSymbol)?.Type ?? (member as IPropertySymbol)?.Type;

    // A scope is made, not resolved; a provider stands for itself.
    private static bool IsResolvable(ITypeSymbol type) =>
        !KnownTypes.Is(type, DependencyInjection, "IServiceScope")
        && !KnownTypes.Is(type, DependencyInjection, "AsyncServiceScope")
        && !KnownTypes.Is(type, DependencyInjection, "ServiceProvider");

    // s_mailer, _mailer and Mailer give mailer.
    private static string ParameterName(ISymbol member)
    {
        string name = member.Name.StartsWith("s_", StringComparison.Ordinal) ? member.Name.Substring(2) : member.Name.TrimStart('_');
        return Naming.Escape(name.Length == 0 ? "service" : char.ToLowerInvariant(name[0]) + name.Substring(1));
    }

    private static bool IsFree(string name, MethodDeclarationSyntax method, SemanticModel model) =>
        !method.DescendantTokens().Any(token => token.IsKind(SyntaxKind.IdentifierToken)
            && token.ValueText == name.TrimStart('@')
            && model.GetSymbolInfo(token.Parent!).Symbol is null or ILocalSymbol or IParameterSymbol);

    private static IEnumerable<ExpressionSyntax> References(ISymbol member, MethodDeclarationSyntax method, SemanticModel model) => method
        .DescendantNodes()
        .OfType<IdentifierNameSyntax>()
        .Where(name => name.Identifier.ValueText == member.Name
            && SymbolEqualityComparer.Default.Equals(model.GetSymbolInfo(name).Symbol, member))
        .Select(static name => name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : (ExpressionSyntax)name);

    // Neither written, nor only named, nor out of sight of a parameter.
    private static bool CanBecomeParameter(ExpressionSyntax reference) =>
        !(reference.Parent is AssignmentExpressionSyntax assignment && assignment.Left == reference)
        && reference.Parent is not ArgumentSyntax { RefKindKeyword.RawKind: not 0 }
        && !reference.Ancestors().Any(static ancestor => ancestor switch
        {
            AnonymousFunctionExpressionSyntax lambda => lambda.Modifiers.Any(SyntaxKind.StaticKeyword),
            LocalFunctionStatementSyntax local => local.Modifiers.Any(SyntaxKind.StaticKeyword),
            _ => false,
        });

    private static ParameterSyntax CreateParameter(ITypeSymbol type, string name, MethodDeclarationSyntax method, SyntaxGenerator generator)
    {
        var typeSyntax = (TypeSyntax)generator.TypeExpression(type.WithNullableAnnotation(NullableAnnotation.NotAnnotated))
            .WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation)
            .WithTrailingTrivia(SyntaxFactory.Space);
        ParameterSyntax parameter = SyntaxFactory.Parameter(SyntaxFactory.Identifier(name)).WithType(typeSyntax);
        if (KnownTypes.IsServiceProvider(type))
        {
            return parameter;
        }

        AttributeSyntax injected = SyntaxFactory.Attribute(SyntaxFactory.ParseName(Qualification(method) + "Injected"));
        return parameter.AddAttributeLists(SyntaxFactory
            .AttributeList(SyntaxFactory.SingletonSeparatedList(injected))
            .WithTrailingTrivia(SyntaxFactory.Space));
    }

    // As the task's own attribute is written: "GeneratedScheduler." in a file without the using directive.
    private static string Qualification(MethodDeclarationSyntax method)
    {
        NameSyntax? name = method.AttributeLists
            .SelectMany(static list => list.Attributes)
            .Select(static attribute => attribute.Name)
            .FirstOrDefault(static name => name.ToString().Contains("ScheduledTask") || name.ToString().Contains("Actuator"));
        return name is QualifiedNameSyntax qualified ? qualified.Left + "." : "";
    }

    // In front of the token and of what may be left out.
    private static ParameterListSyntax Insert(ParameterListSyntax list, ParameterSyntax parameter)
    {
        SeparatedSyntaxList<ParameterSyntax> parameters = list.Parameters;
        int index = parameters.IndexOf(static other => other.Default is not null
            || other.Modifiers.Any(SyntaxKind.ParamsKeyword)
            || other.Type?.ToString().EndsWith("CancellationToken", StringComparison.Ordinal) == true);
        SyntaxNodeOrTokenList items = parameters.GetWithSeparators();
        SyntaxToken comma = SyntaxFactory.Token(SyntaxKind.CommaToken).WithTrailingTrivia(SyntaxFactory.Space);
        items = (index, parameters.Count) switch
        {
            ( < 0, 0) => items.Add(parameter),
            ( < 0, _) => items.Add(comma).Add(parameter),
            _ => items.InsertRange(index * 2, [parameter, comma]),
        };
        return list.WithParameters(SyntaxFactory.SeparatedList<ParameterSyntax>(items));
    }
}
