using GeneratedScheduler.Generators.Parsing;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Simplification;

namespace GeneratedScheduler.CodeFixes.Usage;

/// <summary>What one <c>EnqueueAsync</c> is called with: the payload itself, or its members.</summary>
internal sealed class BulkArguments
{
    private readonly ITypeSymbol _payload;
    private readonly ExpressionSyntax[] _members;
    private readonly Form _form;

    private BulkArguments(ITypeSymbol payload, ExpressionSyntax[] members, ExpressionSyntax? token, Form form)
    {
        _payload = payload;
        _members = members;
        _form = form;
        Token = token;
    }

    /// <summary>How an item of EnqueueManyAsync is written.</summary>
    private enum Form
    {
        /// <summary>The argument is the payload.</summary>
        Payload,

        /// <summary><c>(a, b)</c></summary>
        Tuple,

        /// <summary><c>new SumTask(a, b)</c>, where no tuple will do: for one member, defaults and conversions.</summary>
        Creation,
    }

    /// <summary>The token that was handed over, if one was.</summary>
    public ExpressionSyntax? Token { get; }

    /// <summary>Reads the arguments of a call; nothing if they cannot be repeated for many.</summary>
    public static BulkArguments? Find(IInvocationOperation call)
    {
        int count = call.TargetMethod.Parameters.Length - 2;
        if (KnownTypes.FindScheduler(call.TargetMethod.ContainingType) is not { TypeArguments: [var payload, _] } || count < 0)
        {
            return null;
        }

        IArgumentOperation[] given =
        [
            .. call.Arguments
                .Where(static argument => argument.ArgumentKind == ArgumentKind.Explicit)
                .OrderBy(static argument => argument.Parameter!.Ordinal),
        ];
        IArgumentOperation[] members = [.. given.Where(argument => argument.Parameter!.Ordinal < count)];
        IArgumentOperation? token = given.FirstOrDefault(static argument => KnownTypes.IsCancellationToken(argument.Parameter!.Type));

        // One that was left out in the middle cannot be left out of a constructor's arguments.
        bool isPrefix = members.Select(static (argument, i) => argument.Parameter!.Ordinal == i).All(static isNext => isNext);
        bool canMove = members.All(static argument => !argument.Syntax.DescendantNodesAndSelf().Any(static node => node is AwaitExpressionSyntax));
        return isPrefix && canMove
            ? new BulkArguments(
                payload,
                [.. members.Select(static argument => ((ArgumentSyntax)argument.Syntax).Expression)],
                (token?.Syntax as ArgumentSyntax)?.Expression,
                Choose(call.TargetMethod, payload, members, count))
            : null;
    }

    /// <summary>Whether the payload is just the variable of the loop.</summary>
    public bool IsItem(string variable) =>
        _form == Form.Payload && _members[0] is IdentifierNameSyntax name && name.Identifier.ValueText == variable;

    /// <summary>One item, as an expression of the variable of the loop.</summary>
    public ExpressionSyntax CreateItem(SyntaxGenerator generator)
    {
        ExpressionSyntax[] members = [.. _members.Select(static member => member.WithoutTrivia())];
        return _form switch
        {
            Form.Payload => members[0],
            Form.Tuple => (ExpressionSyntax)generator.TupleExpression(members.Select(static member => SyntaxFactory.Argument(member))),
            _ => (ExpressionSyntax)generator.ObjectCreationExpression(
                generator.TypeExpression(_payload).WithAdditionalAnnotations(Simplifier.AddImportsAnnotation, Simplifier.Annotation),
                members),
        };
    }

    private static Form Choose(IMethodSymbol method, ITypeSymbol payload, IArgumentOperation[] members, int count)
    {
        if (count == 1 && SymbolEqualityComparer.Default.Equals(method.Parameters[0].Type, payload))
        {
            return Form.Payload;
        }

        // A tuple's elements are not converted within a sequence.
        bool isTuple = count > 1
            && members.Length == count
            && members.All(static member => member.Value is not IConversionOperation and not IDefaultValueOperation and { Type: not null })
            && method.ContainingType.GetMembers("EnqueueManyAsync").OfType<IMethodSymbol>().Any(
                static many => many.Parameters[0].Type is INamedTypeSymbol { TypeArguments: [{ IsTupleType: true }] });
        return isTuple ? Form.Tuple : Form.Creation;
    }
}
