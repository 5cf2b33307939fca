using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace GeneratedScheduler.Generators.Analyzers.Usage;

/// <summary>The body of a method that is marked as a task or an actuator, with the functions inside it.</summary>
internal sealed class TaskBody
{
    private readonly SyntaxNodeAnalysisContext _context;
    private readonly IOperation _root;

    private TaskBody(SyntaxNodeAnalysisContext context, IMethodSymbol method, IOperation root)
    {
        _context = context;
        _root = root;
        Method = method;
    }

    public IMethodSymbol Method { get; }

    public Compilation Compilation => _context.Compilation;

    public CancellationToken CancellationToken => _context.CancellationToken;

    /// <summary>All that the body consists of, in the order of the source.</summary>
    public IEnumerable<IOperation> Operations => _root.Descendants();

    public void Report(DiagnosticDescriptor descriptor, Location location, params object[] arguments) =>
        _context.ReportDiagnostic(Diagnostic.Create(descriptor, location, arguments));

    /// <summary>Hands each such body to a rule. No other body is even bound.</summary>
    public static void Register(AnalysisContext context, Action<TaskBody> analyze) => context.RegisterSyntaxNodeAction(
        node =>
        {
            if (Find(node) is { } body)
            {
                analyze(body);
            }
        },
        SyntaxKind.MethodDeclaration);

    /// <summary>Whether a method is executed by a scheduler.</summary>
    public static bool IsTask(IMethodSymbol method) =>
        KnownTypes.FindScheduledTask(method) is not null || KnownTypes.FindActuator(method) is not null;

    /// <summary>Whether something is only named, not evaluated.</summary>
    public static bool IsInNameOf(IOperation operation)
    {
        for (IOperation? parent = operation.Parent; parent is not null; parent = parent.Parent)
        {
            if (parent is INameOfOperation)
            {
                return true;
            }
        }

        return false;
    }

    private static TaskBody? Find(SyntaxNodeAnalysisContext context)
    {
        // A partial method may have its attribute on the other part.
        var declaration = (MethodDeclarationSyntax)context.Node;
        bool mayBeTask = declaration.AttributeLists.Count > 0 || declaration.Modifiers.Any(SyntaxKind.PartialKeyword);
        return mayBeTask
            && context.SemanticModel.GetDeclaredSymbol(declaration, context.CancellationToken) is { } method
            && IsTask(method)
            && context.SemanticModel.GetOperation(declaration, context.CancellationToken) is { } root
            ? new TaskBody(context, method, root)
            : null;
    }
}
