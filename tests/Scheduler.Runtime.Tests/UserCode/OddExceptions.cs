namespace GeneratedScheduler.Runtime.Tests.UserCode;

/// <summary>Exceptions whose own members misbehave.</summary>
internal static class OddExceptions
{
    public static IEnumerable<Exception> All() =>
    [
        new WithoutMessage(), new WithNullMessage(), new WithoutStackTrace(), new WithoutText(), new WithoutAnything(),
        new AggregateException(new WithoutMessage(), new WithoutText()),
        new InvalidOperationException("outer", new WithoutAnything()),
        new InvalidOperationException(new string('x', 1_000_000)),
    ];

    internal sealed class WithoutMessage : Exception
    {
        public override string Message => throw new InvalidOperationException("no message");
    }

    internal sealed class WithNullMessage : Exception
    {
        public override string Message => null!;
    }

    internal sealed class WithoutStackTrace : Exception
    {
        public override string? StackTrace => throw new InvalidOperationException("no stack trace");
    }

    internal sealed class WithoutText : Exception
    {
        public override string ToString() => throw new InvalidOperationException("no text");
    }

    internal sealed class WithoutAnything : Exception
    {
        public override string Message => throw this;

        public override string? StackTrace => throw this;

        public override System.Collections.IDictionary Data => throw this;

        public override string? Source => throw this;

        public override string? HelpLink => throw this;

        public override Exception GetBaseException() => throw this;

        public override string ToString() => throw this;
    }
}
