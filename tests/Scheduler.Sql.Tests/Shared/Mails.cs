using GeneratedScheduler.Storage;

namespace GeneratedScheduler.Sql.Tests.Shared;

/// <summary>One kind of task as it looks in several versions of an application, all over one table.</summary>
internal static class Mails
{
    [ScheduledTask("mail.first", TypeName = "FirstMail")]
    public static string First(string recipient, int copies) => $"{recipient} {copies}";

    // A member more, with a default.
    [ScheduledTask("mail.optional", TypeName = "OptionalMail")]
    public static string Optional(string recipient, int copies, string subject = "no subject") => $"{recipient} {copies} {subject}";

    // A member more, without one.
    [ScheduledTask("mail.required", TypeName = "RequiredMail")]
    public static string Required(string recipient, int copies, string subject) => $"{recipient} {copies} {subject}";

    // Members and table have new names.
    [ScheduledTask("letter", TypeName = "RenamedMail")]
    [FormerName("mail")]
    public static string Renamed([FormerName("recipient")] string addressee, int copies) => $"{addressee} {copies}";

    // A member less.
    [ScheduledTask("mail.less", TypeName = "LessMail")]
    public static string Less(string recipient) => recipient;

    // A member of another type.
    [ScheduledTask("mail.changed", TypeName = "ChangedMail")]
    public static string Changed(string recipient, Guid copies) => $"{recipient} {copies}";

    // Required members, by one of which people search…
    [ScheduledTask("mail.searched", TypeName = "SearchedMail")]
    public static string Searched(string recipient, [TaskColumn(IsIndexed = true)] int copies) => $"{recipient} {copies}";

    // …and which may be null later.
    [ScheduledTask("mail.nullable", TypeName = "NullableMail")]
    public static string Nullable(string? recipient, [TaskColumn(IsIndexed = true)] int? copies) => $"{recipient} {copies}";

    // Names that want to break out.
    [ScheduledTask("mail.hostile", TypeName = "HostileMail")]
    [TaskTable("select; drop table \"x\" '--")]
    public static string Hostile([TaskColumn("from \"me\"; --", IsIndexed = true, Length = 100)] string from, [TaskColumn("order' OR 1=1")] string order) => from + order;
}
