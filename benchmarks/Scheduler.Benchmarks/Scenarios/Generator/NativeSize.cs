using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using GeneratedScheduler.Benchmarks.Output;
using GeneratedScheduler.Generators;

namespace GeneratedScheduler.Benchmarks.Scenarios.Generator;

/// <summary>Publishes a program with one task and one with all of them, both native, and compares their sizes.</summary>
internal static class NativeSize
{
    public static async Task<NativeSizeLine> MeasureAsync(GeneratorSettings settings, CancellationToken cancellationToken)
    {
        string folder = Directory.CreateTempSubdirectory("scheduler-native-size-").FullName;
        try
        {
            long one = await PublishAsync(Path.Combine(folder, "One"), methods: 1, classes: 0, cancellationToken);
            long all = await PublishAsync(Path.Combine(folder, "All"), settings.Methods, settings.Classes, cancellationToken);
            return new NativeSizeLine
            {
                Tasks = settings.Tasks,
                BytesOfOne = one,
                BytesOfAll = all,
                BytesPerTask = Math.Round((all - one) / (settings.Tasks - 1.0), 1),
            };
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<long> PublishAsync(string folder, int methods, int classes, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(folder);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.csproj"), ProjectFile(), cancellationToken);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), Program, cancellationToken);
        int number = 0;
        foreach (string source in TaskProject.TaskFiles(methods, classes))
        {
            string name = $"Tasks{(number++).ToString(CultureInfo.InvariantCulture)}.cs";
            await File.WriteAllTextAsync(Path.Combine(folder, name), source, cancellationToken);
        }

        ProcessStartInfo start = new("dotnet", ["publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", "out"])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string log = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        return process.ExitCode == 0
            ? new FileInfo(Path.Combine(folder, "out", "Program")).Length
            : throw new InvalidOperationException("dotnet publish failed:\n" + log);
    }

    // Registers everything, so that nothing can be trimmed away.
    private const string Program = """
        using GeneratedScheduler;
        using Microsoft.Extensions.DependencyInjection;

        var services = new ServiceCollection();
        services.AddScheduler(scheduler => scheduler.AddProgramTasks());
        System.Console.WriteLine(services.Count);
        """;

    private static string ProjectFile() =>
        $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <Nullable>enable</Nullable>
            <PublishAot>true</PublishAot>
            <InvariantGlobalization>true</InvariantGlobalization>
          </PropertyGroup>
          <ItemGroup>
            <Reference Include="{typeof(ScheduledTaskAttribute).Assembly.Location}" />
            <Analyzer Include="{typeof(SchedulerGenerator).Assembly.Location}" />
            <PackageReference Include="Microsoft.Extensions.Hosting" Version="10.0.15" />
            <PackageReference Include="Microsoft.Extensions.Diagnostics.HealthChecks" Version="10.0.15" />
            <PackageReference Include="System.Threading.RateLimiting" Version="10.0.15" />
          </ItemGroup>
        </Project>
        """;
}
