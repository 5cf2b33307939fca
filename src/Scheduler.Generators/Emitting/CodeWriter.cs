using System.Text;

namespace GeneratedScheduler.Generators.Emitting;

/// <summary>Writes indented lines that end with <c>\n</c> on every machine.</summary>
internal sealed class CodeWriter
{
    private const int IndentSize = 4;
    private const int MaxWidth = 130;

    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line() => _text.Append('\n');

    public void Line(string line) => _text.Append(' ', _depth * IndentSize).Append(line).Append('\n');

    /// <summary>A call or declaration with a list: in one line if that is short enough, otherwise one item in each line.</summary>
    public void List(string head, IEnumerable<string> items, string tail)
    {
        string[] all = [.. items];
        string line = head + string.Join(", ", all) + tail;
        if (all.Length == 0 || (_depth * IndentSize) + line.Length <= MaxWidth)
        {
            Line(line);
            return;
        }

        Line(head);
        using (Indent())
        {
            for (int i = 0; i < all.Length; i++)
            {
                Line(all[i] + (i == all.Length - 1 ? tail : ","));
            }
        }
    }

    /// <summary>Opens a block of braces, which disposing closes.</summary>
    public Indentation Block(string head, string tail = "")
    {
        Line(head);
        return Braces(tail);
    }

    public Indentation Braces(string tail = "")
    {
        Line("{");
        _depth++;
        return new Indentation(this, "}" + tail);
    }

    /// <summary>Indents by one step, without braces.</summary>
    public Indentation Indent()
    {
        _depth++;
        return new Indentation(this, null);
    }

    /// <summary>A documentation comment of one line.</summary>
    public void Summary(string text) => Line("/// <summary>" + text + "</summary>");

    /// <summary>A text as the content of an element of a documentation comment.</summary>
    public static string Xml(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ').Replace('\r', ' ');

    public override string ToString() => _text.ToString();

    internal readonly struct Indentation(CodeWriter writer, string? closing) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            if (closing is not null)
            {
                writer.Line(closing);
            }
        }
    }
}
