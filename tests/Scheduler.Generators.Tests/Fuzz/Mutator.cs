using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Tests.Fuzz;

/// <summary>Makes of a source what a person may leave behind in the middle of typing. The same seed gives the same source.</summary>
internal sealed class Mutator(int seed)
{
    private static readonly string[] Arguments =
    [
        "\"\"", "\"a b\"", "null", "null!", "default", "0", "-1", "int.MaxValue", "1.5", "(Backoff)9", "Backoff.None", "nameof(Work)",
        "\"00:00:01\"", "\"5\"", "typeof(int)", "new[] { 1 }", "$\"{1}\"", "Missing", "\"name\"", "\"\\u0000\"",
    ];

    private static readonly string[] Names =
        ["Timeout", "MaxAttempts", "Concurrency", "Backoff", "RetryDelay", "MaxRetryDelay", "TypeName", "Name", "Missing"];

    private static readonly string[] Words =
    [
        "static", "private", "internal", "ref", "out", "in", "params", "async", "partial", "abstract", "unsafe", "file", "required",
        "<T>", "?", "*", "[]", "this", "void", "Task", "Span<int>", "dynamic", "@", "record", "struct", "[Injected]", "[Actuator]",
        "[ScheduledTask]", "= default", "= null", "(", ")", "{", "}", ";", ",", "\"", "'", "/*", "//", "#if X", "\0", "\uD800", "é",
    ];

    private readonly Random _random = new(seed);

    public string Mutate(string source)
    {
        int count = _random.Next(1, 4);
        if (_random.Next(2) == 0)
        {
            var gentle = new GentleMutator(_random);
            return Enumerable.Range(0, count).Aggregate(source, (text, _) => gentle.Mutate(text));
        }

        for (int i = 0; i < count; i++)
        {
            source = MutateOnce(source);
        }

        return source;
    }

    private string MutateOnce(string source) => _random.Next(8) switch
    {
        0 => source[.._random.Next(source.Length + 1)],
        1 => source.Insert(_random.Next(source.Length + 1), ((char)_random.Next(1, 0x250)).ToString()),
        2 => source.Insert(_random.Next(source.Length + 1), Pick(Words)),
        3 or 4 => ChangeArguments(source),
        _ => ChangeToken(source),
    };

    private string ChangeToken(string source)
    {
        SyntaxToken[] tokens = [.. Parse(source).DescendantTokens().Where(token => token.Span.Length > 0)];
        if (tokens.Length < 2)
        {
            return source;
        }

        int index = _random.Next(tokens.Length - 1);
        (SyntaxToken token, SyntaxToken next) = (tokens[index], tokens[index + 1]);
        string between = source[token.Span.End..next.Span.Start];
        return _random.Next(4) switch
        {
            0 => source.Remove(token.Span.Start, token.Span.Length),
            1 => source.Insert(token.Span.End, " " + token.Text),
            2 => source[..token.Span.Start] + next.Text + between + token.Text + source[next.Span.End..],
            _ => source[..token.Span.Start] + " " + Pick(Words) + " " + source[token.Span.End..],
        };
    }

    private string ChangeArguments(string source)
    {
        AttributeSyntax[] attributes = [.. Parse(source).DescendantNodes().OfType<AttributeSyntax>()];
        if (attributes.Length == 0)
        {
            return ChangeToken(source);
        }

        AttributeSyntax attribute = attributes[_random.Next(attributes.Length)];
        string argument = (_random.Next(3) == 0 ? "" : Pick(Names) + " = ") + Pick(Arguments);
        return attribute.ArgumentList is { Arguments.Count: > 0 } list
            ? source.Insert(list.Arguments[0].Span.Start, argument + ", ")
            : source.Insert(attribute.Name.Span.End, "(" + argument + ")");
    }

    private string Pick(string[] choices) => choices[_random.Next(choices.Length)];

    private static SyntaxNode Parse(string source) =>
        CSharpSyntaxTree.ParseText(source, new CSharpParseOptions(LanguageVersion.CSharp14)).GetRoot();
}
