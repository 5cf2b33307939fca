using System.Collections.Concurrent;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>Which tasks of one compilation are registered or have their scheduler made.</summary>
internal sealed class RegistrationUse
{
    private const string ExtensionsSuffix = "SchedulerBuilderExtensions";
    private const string SchedulerSuffix = "Scheduler";

    private readonly HashSet<string> _registrationMethods;
    private readonly ConcurrentBag<ISymbol> _tasks = [];
    private readonly ConcurrentDictionary<string, byte> _usedSchedulers = new(StringComparer.Ordinal);
    private volatile bool _registersAll;

    private RegistrationUse(HashSet<string> registrationMethods) => _registrationMethods = registrationMethods;

    /// <summary>Begins, unless nothing was emitted yet that could be called.</summary>
    public static RegistrationUse? Find(Compilation compilation)
    {
        INamespaceSymbol? @namespace = compilation.Assembly.GlobalNamespace.GetNamespaceMembers()
            .FirstOrDefault(static member => member.Name == "GeneratedScheduler");
        IEnumerable<string> methods = (@namespace?.GetTypeMembers() ?? [])
            .Where(static type => type.Name.EndsWith(ExtensionsSuffix, StringComparison.Ordinal))
            .SelectMany(static type => type.GetMembers().OfType<IMethodSymbol>())
            .Where(IsRegistration)
            .Select(static method => method.Name);
        var names = new HashSet<string>(methods, StringComparer.Ordinal);
        return names.Count == 0 ? null : new RegistrationUse(names);
    }

    public void Add(SymbolAnalysisContext context)
    {
        if (KnownTypes.FindScheduledTask(context.Symbol) is not null && context.Symbol is not IMethodSymbol { PartialDefinitionPart: not null })
        {
            _tasks.Add(context.Symbol);
        }
    }

    // Names are compared first: only what bears the right name is looked up.
    public void Visit(SyntaxNodeAnalysisContext context)
    {
        var name = (IdentifierNameSyntax)context.Node;
        string text = name.Identifier.ValueText;
        if (_registersAll)
        {
            return;
        }

        if (_registrationMethods.Contains(text))
        {
            if (IsCallOfOurs(context, name))
            {
                _registersAll = true;
            }
        }
        else if (text.EndsWith(SchedulerSuffix, StringComparison.Ordinal)
            && MakesScheduler(name)
            && context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is INamedTypeSymbol type)
        {
            _usedSchedulers.TryAdd(TypeNames.NotNull(type), 0);
        }
    }

    public void Report(CompilationAnalysisContext context)
    {
        string method = _registrationMethods.OrderBy(static name => name, StringComparer.Ordinal).First();
        foreach (ISymbol task in _registersAll ? [] : _tasks)
        {
            if (FindScheduler(task, context) is { } scheduler && !_usedSchedulers.ContainsKey(scheduler))
            {
                context.ReportDiagnostic(Diagnostic.Create(
                    Descriptors.TaskIsNotRegistered,
                    task.Locations.FirstOrDefault(),
                    TypeNames.ForPeople(task),
                    method,
                    scheduler.Substring(scheduler.LastIndexOfAny(['.', ':']) + 1)));
            }
        }
    }

    // A definition that is wrong has no scheduler that could be registered.
    private static string? FindScheduler(ISymbol task, CompilationAnalysisContext context) =>
        Reading.Of(task, context.Compilation, context.CancellationToken)?.Task?.Identity.SchedulerType;

    private static bool IsRegistration(IMethodSymbol method) =>
        method is { IsExtensionMethod: true, Parameters: [var builder] } && KnownTypes.IsSchedulerBuilder(builder.Type);

    private static bool IsCallOfOurs(SyntaxNodeAnalysisContext context, IdentifierNameSyntax name)
    {
        SymbolInfo info = context.SemanticModel.GetSymbolInfo(name, context.CancellationToken);
        return info.Symbol is IMethodSymbol method
            && method.ContainingType.Name.EndsWith(ExtensionsSuffix, StringComparison.Ordinal)
            && SymbolEqualityComparer.Default.Equals(method.ContainingAssembly, context.Compilation.Assembly)
            && IsRegistration(method.ReducedFrom ?? method);
    }

    // To take a scheduler as a parameter or a service is to rely on someone else who registers it.
    private static bool MakesScheduler(IdentifierNameSyntax name)
    {
        SyntaxNode type = name;
        while (type.Parent is QualifiedNameSyntax or AliasQualifiedNameSyntax
            || (type.Parent is MemberAccessExpressionSyntax access && access.Name == type))
        {
            type = type.Parent;
        }

        return type.Parent switch
        {
            MemberAccessExpressionSyntax member => member.Name.Identifier.ValueText.StartsWith("Create", StringComparison.Ordinal),
            ObjectCreationExpressionSyntax or BaseTypeSyntax or TypeOfExpressionSyntax or UsingDirectiveSyntax => true,
            VariableDeclarationSyntax declaration => declaration.Variables.Any(
                static variable => variable.Initializer?.Value is ImplicitObjectCreationExpressionSyntax),
            TypeArgumentListSyntax { Parent: GenericNameSyntax generic } => IsRegistering(generic),
            _ => false,
        };
    }

    // AddTask<SumScheduler, …> and AddSingleton<SumScheduler> are; GetRequiredService<SumScheduler> is not.
    private static bool IsRegistering(GenericNameSyntax generic) =>
        generic.Identifier.ValueText.StartsWith("Add", StringComparison.Ordinal)
        || generic.Identifier.ValueText.StartsWith("TryAdd", StringComparison.Ordinal);
}
