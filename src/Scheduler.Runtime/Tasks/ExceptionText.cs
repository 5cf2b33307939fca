namespace GeneratedScheduler;

/// <summary>Reads the texts of exceptions whose members are code of the user's: they may throw, answer null, or be of any length.</summary>
internal static class ExceptionText
{
    /// <summary>The longest text that is kept; what is longer is cut.</summary>
    public const int MaxLength = 64 * 1024;

    /// <summary>The message, in at most <see cref="MaxLength"/> characters; never throws.</summary>
    public static string MessageOf(Exception exception)
    {
        try
        {
            // An override may answer null, whatever its declaration says.
            return Cut(exception.Message) ?? $"The exception of type {exception.GetType()} has no message.";
        }
        catch (Exception thrown)
        {
            return $"The exception of type {exception.GetType()} has a message that cannot be read: reading it threw {thrown.GetType()}.";
        }
    }

    /// <summary>The stack trace, in at most <see cref="MaxLength"/> characters; never throws.</summary>
    public static string? StackTraceOf(Exception exception)
    {
        try
        {
            return Cut(exception.StackTrace);
        }
        catch (Exception thrown)
        {
            return $"The stack trace cannot be read: reading it threw {thrown.GetType()}.";
        }
    }

    /// <summary>Whether a logger can show the exception as a whole.</summary>
    public static bool CanBeShown(Exception exception)
    {
        try
        {
            _ = exception.ToString();
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }

    /// <summary>The beginning of a text that is too long, and how long it was; any other text as it is.</summary>
    public static string? Cut(string? text)
    {
        if (text is null || text.Length <= MaxLength)
        {
            return text;
        }

        string note = FormattableString.Invariant($"… (cut; the whole text has {text.Length} characters)");
        int kept = MaxLength - note.Length;
        kept -= char.IsHighSurrogate(text[kept - 1]) ? 1 : 0;
        return string.Concat(text.AsSpan(0, kept), note);
    }
}
