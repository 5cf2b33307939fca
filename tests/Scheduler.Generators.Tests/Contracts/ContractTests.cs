using GeneratedScheduler.Generators.Tests.Testing;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Tests.Contracts;

/// <summary>A payload in one assembly, its actuator in another.</summary>
public class ContractTests
{
    private const string Contracts = """
        namespace Shop;
        public sealed record Receipt(int Number);
        [ScheduledTask("shop.order", Result = typeof(Receipt), MaxAttempts = 3)] public sealed record PlaceOrder(int Quantity);
        [ScheduledTask("shop.mail", Result = typeof(void))] public sealed record MailTask(string Address);
        """;

    private const string Work = """
        namespace Shop.Work
        {
        public sealed class Orders
        {
            [Actuator] public async Task<Receipt> PlaceAsync(PlaceOrder order, CancellationToken cancellationToken)
            {
                await Task.Yield();
                return new Receipt(order.Quantity + 1);
            }
        }
        public static class Mailer { public static string? Last; [Actuator] public static void Send(MailTask mail) => Last = mail.Address; }
        }
        """;

    [Fact]
    public void The_contract_is_a_scheduler_without_an_actuator()
    {
        GeneratorRun run = GeneratorTest.Verify(ContractLibrary.Usings + Contracts, "Contract", assemblyName: "Shop.Contracts");

        Assert.DoesNotContain("CreateActuator", run.Text, StringComparison.Ordinal);
        Assert.Contains("[global::GeneratedScheduler.TaskContract]", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_application_adds_its_actuator_to_the_definition_of_the_contract()
    {
        GeneratorRun run = ContractLibrary.Compile(Contracts).RunApplication(Work);

        Snapshot.Verify(run.Text, "Implementation", ThisFile());
        Assert.Equal(
            ["Shop.Work.MailImplementation.g.cs", "Shop.Work.PlaceOrderImplementation.g.cs", "Shop.Worker.Registration.g.cs"],
            run.Files.Keys);
    }

    [Fact]
    public async Task Both_work_together_with_a_host_and_without_one()
    {
        ContractLibrary contracts = ContractLibrary.Compile(Contracts);
        GeneratorRun run = contracts.RunApplication("using Shop;\nusing Shop.Work;\n" + Work + """

            public static class Program
            {
                public static async Task<string> RunAsync()
                {
                    await using PlaceOrderScheduler alone = PlaceOrderImplementation.Create();
                    Receipt first = await (await alone.EnqueueAsync(new PlaceOrder(1))).Completion;

                    var services = new Microsoft.Extensions.DependencyInjection.ServiceCollection();
                    Microsoft.Extensions.DependencyInjection.SchedulerServiceCollectionExtensions.AddScheduler(
                        services, static scheduler => scheduler.AddShopContractsTasks().AddShopWorkerTasks().AddShopWorkerTasks().AddShopContractsTasks());
                    await using var provider = Microsoft.Extensions.DependencyInjection.ServiceCollectionContainerBuilderExtensions.BuildServiceProvider(services);
                    var orders = (PlaceOrderScheduler)provider.GetService(typeof(PlaceOrderScheduler))!;
                    var mails = (MailScheduler)provider.GetService(typeof(MailScheduler))!;
                    orders.Start();
                    mails.Start();
                    Receipt second = await (await orders.EnqueueAsync(new PlaceOrder(2))).Completion;
                    await (await mails.EnqueueAsync(new MailTask("a@b"))).Completion;
                    return $"{first.Number} {second.Number} {Mailer.Last}";
                }
            }
            """);

        Type program = LoadedProgram.Load(run.Output, contracts.Image);
        Assert.Equal("2 3 a@b", await (Task<string>)program.GetMethod("RunAsync")!.Invoke(null, null)!);
    }

    [Fact]
    public void Services_of_the_actuator_are_listed_for_the_check_at_the_start()
    {
        GeneratorRun run = ContractLibrary.Compile(Contracts).RunApplication("""
            public interface IStock { }
            public sealed class Orders(IStock stock)
            {
                [Actuator] public Shop.Receipt Place(Shop.PlaceOrder order) => new(stock.GetHashCode());
            }
            """);

        Assert.Contains("new global::GeneratedScheduler.TaskService(typeof(global::IStock), \"Orders\", unlessRegistered: typeof(global::Orders))", run.Text, StringComparison.Ordinal);
        Assert.Contains("needsServices: true,", run.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Payloads_of_one_name_have_implementations_of_different_names()
    {
        GeneratorRun run = ContractLibrary.Compile("""
            namespace A { [ScheduledTask("a", Result = typeof(int))] public sealed record Job(int N); }
            namespace B { [ScheduledTask("b", Result = typeof(int))] public sealed record Job(int N); }
            """).RunApplication("""
            public static class JobImplementation { }
            public static class Work { [Actuator] public static int RunA(A.Job job) => 1; [Actuator] public static int RunB(B.Job job) => 2; }
            """);

        Assert.Equal(
            ["JobImplementation2.g.cs", "JobImplementation22.g.cs", "Shop.Worker.Registration.g.cs"], run.Files.Keys);
    }

    [Fact]
    public void An_actuator_that_is_added_or_changed_leaves_the_other_implementations_as_they_are()
    {
        ContractLibrary contracts = ContractLibrary.Compile(Contracts);
        const string Mailer = "public static class Mailer { [Actuator] public static void Send(Shop.MailTask mail) { } }";
        Microsoft.CodeAnalysis.CSharp.CSharpCompilation input = contracts.Application(Mailer);
        GeneratorRun first = GeneratorRun.Start(input);
        SyntaxTree added = TestCompilation.Parse(
            ContractLibrary.Usings + "public static class Orders { [Actuator] public static Shop.Receipt Place(Shop.PlaceOrder order) => new(1); }", "Added.cs");
        GeneratorRun second = first.Continue(input.AddSyntaxTrees(added));

        Assert.Single(first.Files, file => file.Key.EndsWith("Implementation.g.cs", StringComparison.Ordinal));
        Assert.Equal(2, second.Files.Count(file => file.Key.EndsWith("Implementation.g.cs", StringComparison.Ordinal)));
        Assert.Contains(IncrementalStepRunReason.Cached, second.OutputReasons);
        Assert.All(second.Continue(input.AddSyntaxTrees(added)).OutputReasons, reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
    }

    private static string ThisFile([System.Runtime.CompilerServices.CallerFilePath] string path = "") => path;
}
