using System.Text;

namespace GeneratedScheduler;

/// <summary>Makes failures storable anywhere: short, and in characters that every encoding has.</summary>
internal static class PlainFailure
{
    private const int LongestMessage = 4_000;
    private const int LongestType = 500;
    private const int LongestStack = 12_000;

    /// <summary>The same failure in ASCII, with other characters as \uXXXX, and cut. A failure that is plain already is returned itself.</summary>
    public static TaskFailure Of(TaskFailure failure)
    {
        string message = Plain(failure.Message, LongestMessage)!;
        string? type = Plain(failure.ErrorType, LongestType);
        string? stack = Plain(failure.StackTrace, LongestStack);
        return ReferenceEquals(message, failure.Message) && ReferenceEquals(type, failure.ErrorType) && ReferenceEquals(stack, failure.StackTrace)
            ? failure
            : failure.WithTexts(message, type, stack);
    }

    private static string? Plain(string? text, int longest)
    {
        if (text is null || (text.Length <= longest && !HasOthers(text)))
        {
            return text;
        }

        StringBuilder plain = new(Math.Min(text.Length, longest));
        foreach (char character in text)
        {
            string? escaped = IsPlain(character) ? null : FormattableString.Invariant($"\\u{(int)character:X4}");
            if (plain.Length + (escaped?.Length ?? 1) > longest - 3)
            {
                plain.Append("...");
                break;
            }

            _ = escaped is null ? plain.Append(character) : plain.Append(escaped);
        }

        return plain.ToString();
    }

    private static bool HasOthers(string text)
    {
        foreach (char character in text)
        {
            if (!IsPlain(character))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsPlain(char character) => character is (>= ' ' and <= '~') or '\n' or '\r' or '\t';
}
