namespace GeneratedScheduler.Generators.Tests.Storage;

/// <summary>Names that nobody wrote down are valid in every database.</summary>
public class DefaultNameTests
{
    [Fact]
    public void Names_step_aside_or_are_shortened() => StoredProgram.Run(
        """
        public static class MonthlyInvoiceReportService
        {
            [ScheduledTask] public static int GenerateAndSendToCustomersAsync(int taskId) => taskId;
            [ScheduledTask] public static int GenerateAndSendToCustomersAgain([FormerName("taskKind")] int theNumberOfTheCustomerWhoseInvoicesAreToBeGeneratedAndSentToday) => 1;
        }
        """,
        """
        var first = GenerateAndSendToCustomersScheduler.CreateDefinition().Mapper!;
        var second = GenerateAndSendToCustomersAgainScheduler.CreateDefinition().Mapper!;
        RoundTrip.Same("monthly_invoice_report_service_generate_7ff0f7f8", first.Table, "table");
        RoundTrip.Same(48, second.Table.Length, "length");
        RoundTrip.Same(false, first.Table == second.Table, "tables");
        RoundTrip.Same("member_task_id", first.TaskColumns[0].Name, "column");
        RoundTrip.Same("member_task_kind", second.TaskColumns[0].FormerNames[0], "former column");
        RoundTrip.Same(63, second.TaskColumns[0].Name.Length, "length");
        RoundTrip.Check(GenerateAndSendToCustomersScheduler.CreateDefinition(), new GenerateAndSendToCustomersTask(7), task => task.TaskId, 7);
        """);
}
