using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Tests.Matrix.Cells;

internal static class TypeCells
{
    public static Group Defaults => new(
        7,
        "Default values",
        Default("bool", "bool a = true", "True"),
        Default("int below zero", "int a = -5", "-5"),
        Default("the least int", "int a = int.MinValue", "-2147483648"),
        Default("the least long", "long a = long.MinValue", "-9223372036854775808"),
        Default("the greatest ulong", "ulong a = ulong.MaxValue", "18446744073709551615"),
        Default("byte, short and uint", "byte a = 1, short b = -2, uint c = 3", "1"),
        Default("nint and nuint", "nint a = -4, nuint b = 5", "-4") with { Ids = ["GS0024"] },
        Default("double that is no number", "double a = double.NaN", "NaN"),
        Default("infinite double", "double a = double.NegativeInfinity", "-Infinity"),
        Default("zero below zero", "double a = -0.0", "-0"),
        Default("float", "float a = 1.5e-10f", "1.5E-10"),
        Default("decimal", "decimal a = -1.10m", "-1.10"),
        Default("the least decimal", "decimal a = decimal.MinValue", "-79228162514264337593543950335"),
        Default("char", "char a = '\\''", "'"),
        Default("char that ends a line", "char a = '\\u2028'", "\u2028"),
        Default("string with escapes", "string a = \"a\\\"\\\\\\n\\t\\0é{0}\"", "a\"\\\n\t\0é{0}"),
        Default("raw string", "string a = \"\"\"x \"y\" {z}\"\"\"", "x \"y\" {z}"),
        Default("interpolated constant", "string a = $\"x{Part}\"", "xpart"),
        Default("empty string", "string a = \"\"", ""),
        Default("null", "string? a = null", "null"),
        Default("null that is forbidden", "string a = null!", "null"),
        Default("nameof", "string a = nameof(Work)", "Work"),
        Default("constant expression", "int a = (1 << 4) | Number", "23"),
        Default("private constant", "int a = Number", "7"),
        Default("enum", "DayOfWeek a = DayOfWeek.Friday", "Friday"),
        Default("enum value without a name", "DayOfWeek a = (DayOfWeek)77", "77"),
        Default("combined flags", "AttributeTargets a = AttributeTargets.Class | AttributeTargets.Method", "Class, Method"),
        Default("nullable enum", "DayOfWeek? a = DayOfWeek.Friday", "Friday"),
        Default("nullable number", "int? a = 3", "3"),
        Default("nullable number without a value", "int? a = null", "null"),
        Default("default of a struct", "Guid a = default", "00000000-0000-0000-0000-000000000000"),
        Default("new of a struct", "TimeSpan a = new()", "00:00:00"),
        Default("default of a nullable struct", "Guid? a = default", "null"),
        Default("default of a tuple", "(int, string?) a = default", "(0, )"),
        Default("default of an array", "int[]? a = default", "null"),
        Default("default of object", "object? a = null", "null"),
        Default("an enum of bytes", "Work.Small a = Work.Small.B, Work.Small b = (Work.Small)3, Work.Small? c = Work.Small.A | Work.Small.B", "B"),
        Default("default of a generic struct", "KeyValuePair<string, int> a = default", "[, 0]"),
        Default("half of a pair of characters", "char a = '\\ud83d', string b = \"\\ud83d\"", "\ud83d"),
        Default("default literal of int", "int a = default", "0"));

    public static Group Types => new(
        8,
        "Types of parameters and results",
        Same("nullable reference", "string?", "null", "null"),
        Same("nullable value", "int?", "null", "null"),
        Same("tuple", "(int X, string Y)", "(1, \"a\")", "(1, a)"),
        Same("tuple in a tuple", "(int, (string?, int?))", "(1, (null, null))", "(1, (, ))"),
        Same("array", "int[]", "[1, 2]", "1,2"),
        Same("array of arrays", "int[][]", "[[1], [2, 3]]", "1,2,3"),
        Same("array of several dimensions", "int[,]", "new int[1, 2]", "0,0"),
        Same("array of nullable texts", "string?[]?", "[null]", "null"),
        Same("list", "List<string>", "[\"a\", \"b\"]", "a,b"),
        Same("dictionary", "Dictionary<string, int>", "new() { [\"a\"] = 1 }", "[a, 1]"),
        Same("read-only list", "IReadOnlyList<int>", "[1]", "1"),
        Same("enumerable", "IEnumerable<int>", "[1]", "1"),
        Same("generic over a type of the user", "List<Thing>", "[new Thing(1)]", "Thing { X = 1 }"),
        Same("generic type of the user", "Box<Thing>", "new(new Thing(1))", "Box { Value = Thing { X = 1 } }"),
        Same("type in a generic type", "Box<int>.Inner", "new(1)", "Inner { Y = 1 }"),
        Same("enum over byte", "Small", "Small.B", "B"),
        Same("enum over ulong", "Big", "Big.B", "B"),
        Same("nint", "nint", "1", "1") with { Ids = ["GS0024"] },
        Same("delegate", "Func<int>?", "null", "null") with { Ids = ["GS0024"] },
        Same("stream", "Stream?", "null", "null") with { Ids = ["GS0024"] },
        Same("type", "Type", "typeof(int)", "System.Int32") with { Ids = ["GS0024"] },
        Same("list of what is disposable", "List<IDisposable>", "[]", "") with { Ids = ["GS0024"] },
        Same("service without a mark", "IServiceScopeFactory?", "null", "null") with { Ids = ["GS0025"] },
        Same("Int128", "Int128", "1", "1"),
        Same("date and time", "DateTimeOffset", "default", "01/01/0001 00:00:00 +00:00"),
        Same("Memory", "ReadOnlyMemory<char>", "\"abc\".AsMemory()", "abc"),
        Same("Uri", "Uri", "new Uri(\"ab:c\")", "ab:c"),
        Same("object", "object", "(object)1", "1"),
        Same("dynamic", "dynamic?", "(object)1", "1"),
        Cell.Works("dynamic with an overload for the value's own type", "public static class Work { [ScheduledTask] public static string Run(dynamic a, int b) => \"dynamic\"; public static string Run(int a, int b) => \"int\"; }", "(object)1, 2", "dynamic"),
        Same("generic over dynamic", "List<dynamic>", "new List<dynamic> { 1 }", "1"),
        Same("Version", "Version", "new Version(1, 2)", "1.2"),
        Same("interface of the user", "IThing", "new Thing(1)", "Thing { X = 1 }"),
        Cell.Method("oblivious code", "string Run(string a, List<string> b = null, params string[] c) => (a ?? \"null\") + c.Length;\n#nullable enable\n", "null", "null0") with { Code = "#nullable disable\npublic static class Work { [ScheduledTask] public static string Run(string a, List<string> b = null, params string[] c) => (a ?? \"null\") + c.Length; }" },
        Cell.Works("code with annotations only", "#nullable enable annotations\n#nullable disable warnings\npublic static class Work { [ScheduledTask] public static string? Run(string? a, string b = null) => a + b; }", "\"x\"", "x"),
        Cell.Works("code without any using directive", "public static class Work { [GeneratedScheduler.ScheduledTask] public static int Run(int a) { return a; } }", "1", "1") with { ImplicitUsings = false },
        Cell.Method("C# 13", "int Run(int a) => a;", "1", "1") with { Version = LanguageVersion.CSharp13 },
        Cell.Method("C# 14", "int Run(int field, string? value = null) => field;", "1", "1") with { Version = LanguageVersion.CSharp14 },
        Cell.Method("preview of the language", "int Run(int a) => a;", "1", "1") with { Version = LanguageVersion.Preview },
        Cell.Works("type of the same name in a reference and in source", "namespace Shared { public record Thing(int X); public static class Work { [ScheduledTask] public static Thing Run(Thing a) => a; } }", "new Shared.Thing(1)", "Thing { X = 1 }") with
        {
            Scheduler = "Shared.RunScheduler",
            Library = new Library("Lib", "namespace Shared { public record Thing(int X); }", "lib"),
        },
        Cell.Refused("type of a reference under an extern alias", "extern alias lib; public static class Work { [ScheduledTask] public static string Run(lib::Shared.Thing a) => a.Text; }", "GS0012") with
        {
            Library = new Library("Lib", "namespace Shared { public class Thing { public string Text => \"lib\"; } }", "lib"),
        },
        Cell.Method("type nested in a static class", "string Run(List<Nested[]> a) => a.Count.ToString(); public enum Nested { A }", "[]", "0"),
        Cell.NoMethod("pointer", "unsafe void Run(int* a) { }", "GS0012"),
        Cell.NoMethod("array of pointers", "unsafe void Run(int*[] a) { }", "GS0012"),
        Cell.NoMethod("function pointer", "unsafe void Run(delegate*<int, void> a) { }", "GS0012"),
        Cell.NoMethod("span", "void Run(Span<int> a) { }", "GS0012"),
        Cell.NoMethod("ref struct of the user", "void Run(Local a) { } } public ref struct Local { ", "GS0012"),
        Cell.NoMethod("TypedReference", "void Run(TypedReference a) { }", "GS0012"),
        Cell.NoMethod("type that does not exist", "void Run(Missing a) { }", "CS0246"),
        Cell.NoMethod("array of a type that does not exist", "void Run(List<Missing[]> a) { }", "CS0246"),
        Cell.NoMethod("parameter without a type", "void Run(a) { }", "CS0246", "CS1001"),
        Cell.NoMethod("two parameters of one name", "void Run(int a, int a) { }", "CS0100"),
        Cell.NoMethod("default that does not compile", "void Run(int a = \"x\") { }", "CS1750"),
        Cell.NoMethod("default that is no constant", "void Run(DateTime a = DateTime.Now) { }", "CS1736"),
        Cell.NoMethod("optional parameter in front of a required one", "void Run(int a = 1, int b) { }", "CS1737"),
        Cell.NoMethod("static class as a type", "void Run(Console a) { }", "CS0721"),
        Cell.NoMethod("void as a type", "void Run(void a) { }", "CS1536"));

    public static Group Passing => new(
        9,
        "Ways of passing",
        Cell.Method("params array", "int Run(params int[] a) => a.Length;", "[1, 2]", "2"),
        Cell.Method("params array that is left out", "int Run(int b, params int[] a) => a.Length;", "1", "0"),
        Cell.Method("params list of C# 13", "int Run(params List<int> a) => a.Count;", "[1, 2]", "2") with { Version = LanguageVersion.CSharp13 },
        Cell.Method("params interface of C# 13", "int Run(params IReadOnlyList<int> a) => a.Count;", "[1, 2]", "2") with { Version = LanguageVersion.CSharp13 },
        Cell.NoMethod("params span of C# 13", "int Run(params ReadOnlySpan<int> a) => a.Length;", "GS0012") with { Version = LanguageVersion.CSharp13 },
        Cell.NoMethod("in", "void Run(in int a) { }", "GS0003"),
        Cell.NoMethod("ref", "void Run(ref int a) { }", "GS0003"),
        Cell.NoMethod("out", "void Run(out int a) => a = 1;", "GS0003"),
        Cell.NoMethod("ref readonly", "void Run(ref readonly int a) { }", "GS0003"),
        Cell.Method("an optional object with a text", "object Run([System.Runtime.InteropServices.Optional, System.Runtime.InteropServices.DefaultParameterValue(\"a\")] object a) => a;", "3", "3"),
        Cell.Method("an optional parameter without a default", "int Run([System.Runtime.InteropServices.Optional] int a) => a;", "3", "3"),
        Cell.Method("caller information", "string Run(int b, [System.Runtime.CompilerServices.CallerMemberName] string a = \"x\") => a;", "1", "x"),
        Cell.Method("attributes on parameters", "int Run([System.ComponentModel.DefaultValue(3)] int a, [System.Diagnostics.CodeAnalysis.AllowNull] string b) => a;", "1, null", "1"),
        Cell.Method("forty parameters", $"int Run({string.Join(", ", Enumerable.Range(0, 40).Select(i => $"int p{i}"))}) => p39;", string.Join(", ", Enumerable.Range(0, 40)), "39"));

    private static Cell Default(string name, string parameters, string output) => Cell.Works(
        name,
        $$"""
        public static class Work
        {
            private const int Number = 7;
            private const string Part = "part";
            [ScheduledTask] public static object? Run({{parameters}}) => a;
            internal static string Use() => Part + Number;
            public enum Small : byte { A = 1, B = 2 }
        }
        """,
        "",
        output);

    private static Cell Same(string name, string type, string call, string output) => Cell.Works(
        name,
        $$$"""
        public interface IThing { }
        public record Thing(int X) : IThing;
        public record Box<T>(T Value) { public record Inner(T Y) { public override string ToString() => $"Inner {{ Y = {Y} }}"; } public override string ToString() => $"Box {{ Value = {Value} }}"; }
        public enum Small : byte { A = 200, B = 255 }
        public enum Big : ulong { A = 1, B = ulong.MaxValue }
        public static class Work { [ScheduledTask] public static {{{type}}} Run({{{type}}} a) => a; }
        """,
        call,
        output);
}
