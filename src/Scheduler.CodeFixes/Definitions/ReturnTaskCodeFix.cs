using System.Collections.Immutable;
using System.Composition;
using GeneratedScheduler.Generators.Analyzers;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Definitions;

/// <summary><c>async void</c> becomes <c>async Task</c>.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReturnTaskCodeFix))]
[Shared]
internal sealed class ReturnTaskCodeFix : DocumentCodeFix
{
    public override ImmutableArray<string> FixableDiagnosticIds { get; } = [DiagnosticIds.GS0004TaskMethodMustNotBeAsyncVoid];

    protected override string Title => "Return Task";

    protected override bool CanFix(SyntaxNode node, SemanticModel model, Diagnostic diagnostic) => node is MethodDeclarationSyntax;

    protected override void Fix(DocumentEditor editor, SyntaxNode node, Diagnostic diagnostic)
    {
        if (editor.SemanticModel.Compilation.GetTypeByMetadataName("System.Threading.Tasks.Task") is { } task)
        {
            TypeSyntax old = ((MethodDeclarationSyntax)node).ReturnType;
            editor.ReplaceNode(old, editor.Generator.TypeExpression(task).WithTriviaFrom(old).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation));
        }
    }
}
