namespace GeneratedScheduler.Package.Tests.Testing;

/// <summary>A project that <c>dotnet new</c> makes, with the package, one task and three endpoints that use it, and nothing else.</summary>
internal static class Template
{
    private const string Jobs = """
        using GeneratedScheduler;

        namespace MyCompany.Jobs;

        public static class Orders
        {
            [ScheduledTask("orders.process")]
            public static async Task<Receipt> Process(int order, string customer, CancellationToken cancellationToken)
            {
                await Task.Delay(1, cancellationToken);
                return new Receipt(order, customer);
            }
        }

        public sealed record Receipt(int Order, string Customer);

        """;

    // What newcomers write: types are inferred, the scheduler is a parameter, and what it gives is returned.
    private const string Endpoints = """
        app.MapPost("/orders/{order}", async (int order, ProcessScheduler orders, CancellationToken token) =>
        {
            var handle = await orders.EnqueueAsync(order, "Ann", cancellationToken: token);
            return await handle.Completion;
        });
        app.MapPost("/orders", async (ProcessTask task, ProcessScheduler orders) => TypedResults.Ok(await (await orders.EnqueueAsync(task)).Completion));
        app.MapPost("/later/{order}", async (int order, ProcessScheduler orders) => await orders.EnqueueAsync(order, "Bob"));

        """;

    // Instead of app.Run(): asks itself and ends.
    private const string Ask = """
        await app.StartAsync();
        using var client = new HttpClient { BaseAddress = new Uri(app.Urls.First()) };
        Console.WriteLine("1 " + await (await client.PostAsync("/orders/7", null)).Content.ReadAsStringAsync());
        using var body = new StringContent("{\"order\":8,\"customer\":\"Cy\"}", System.Text.Encoding.UTF8, "application/json");
        Console.WriteLine("2 " + await (await client.PostAsync("/orders", body)).Content.ReadAsStringAsync());
        Console.WriteLine("3 " + (await (await client.PostAsync("/later/9", null)).Content.ReadAsStringAsync())[..7]);
        await app.StopAsync();
        """;

    /// <summary>What such a program prints.</summary>
    public static string[] Answers { get; } = ["1 {\"order\":7,\"customer\":\"Ann\"}", "2 {\"order\":8,\"customer\":\"Cy\"}", "3 {\"id\":\""];

    public static string[] Arguments { get; } = ["--urls", "http://127.0.0.1:0"];

    /// <param name="package">The package.</param>
    /// <param name="template">The short name of one of the templates that come with the SDK.</param>
    /// <param name="options">Its options.</param>
    public static async Task<Consumer> CreateAsync(PackedPackage package, string template, params string[] options)
    {
        (await Command.DotnetAsync(package.Folder, ["new", template, "--no-restore", "-n", template, "-o", template, .. options])).Succeeded();
        Consumer consumer = Consumer.Open(package, template);
        consumer.Edit(
            template + ".csproj",
            ("</Project>", "<ItemGroup><PackageReference Include=\"GeneratedScheduler\" Version=\"$(PackedVersion)\" /></ItemGroup></Project>"));
        string registration = $"builder.Services.AddScheduler(scheduler => scheduler.Add{char.ToUpperInvariant(template[0])}{template[1..]}Tasks());\n";
        consumer.Edit(
            "Program.cs",
            ("var builder =", "using GeneratedScheduler;\nusing MyCompany.Jobs;\n\nvar builder ="),
            ("var app = builder.Build();", registration + "var app = builder.Build();"),
            ("app.Run();", Endpoints + Ask));
        await File.WriteAllTextAsync(consumer["Jobs.cs"], Jobs, TestContext.Current.CancellationToken);
        return consumer;
    }
}
