using System.Reflection;

namespace GeneratedScheduler.Generators.Tests.Matrix;

/// <summary>Every kind of definition works or is refused with a reason; none ends in an error of emitted code.</summary>
public class MatrixTests
{
    internal static IReadOnlyList<(string Group, Cell Cell)> All { get; } =
    [
        .. typeof(MatrixTests).Assembly.GetTypes()
            .Where(type => type.Namespace == typeof(MatrixTests).Namespace + ".Cells")
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Static))
            .Select(property => property.GetValue(null))
            .OfType<Group>()
            .OrderBy(group => group.Order)
            .SelectMany(group => group.Cells.Select(cell => (group.Title, cell))),
    ];

    public static TheoryData<string> Names => [.. All.Select(item => item.Group + ": " + item.Cell.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Each_definition_works_or_is_refused(string name)
    {
        Cell cell = All.Single(item => item.Group + ": " + item.Cell.Name == name).Cell;
        if (cell.Output is null)
        {
            Assert.Equal(string.Join(" ", cell.Ids.Order()), await CellRun.RefuseAsync(cell));
        }
        else
        {
            Assert.Equal(string.Concat(cell.Ids.Select(id => id + " ")) + cell.Output, await CellRun.RunAsync(cell));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void None_ends_in_an_error_of_emitted_code_where_tasks_are_stored(string name) =>
        Assert.Equal([], CellRun.ProblemsWithStorage(All.Single(item => item.Group + ": " + item.Cell.Name == name).Cell));
}

/// <summary>One line of the matrix.</summary>
internal sealed record Group(int Order, string Title, params Cell[] Cells);
