using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Emitting.Storage;

/// <summary>Writes how enums become names, and names enums. A value without a name is its number.</summary>
/// <example><code>
/// private static class StoredEnums
/// {
///     public static string NameOf(Color value) => value switch
///     {
///         Color.Red => "Red",
///         _ => ((int)value).ToString(CultureInfo.InvariantCulture),
///     };
///
///     public static bool TryParse(string text, out Color value) …
/// }
/// </code></example>
internal static class EnumEmitter
{
    public const string ClassName = "StoredEnums";

    private const string Globalization = "global::System.Globalization.";

    public static void Emit(CodeWriter writer, StorageModel storage)
    {
        EnumModel[] enums =
        [
            .. storage.Payload.Payload.Members.Concat(storage.Result.Members)
                .Select(static member => member.Value.Enum)
                .OfType<EnumModel>()
                .GroupBy(static type => type.Type, StringComparer.Ordinal)
                .Select(static group => group.First()),
        ];
        if (enums.Length == 0)
        {
            return;
        }

        writer.Line();
        writer.Summary("Enums by the names of their values. A value without a name is its number.");
        using (writer.Block("private static class " + ClassName))
        {
            for (int i = 0; i < enums.Length; i++)
            {
                if (i > 0)
                {
                    writer.Line();
                }

                EmitNameOf(writer, enums[i]);
                writer.Line();
                EmitTryParse(writer, enums[i]);
            }
        }
    }

    private static void EmitNameOf(CodeWriter writer, EnumModel type)
    {
        writer.Line($"public static string NameOf({type.Type} value) => value switch");
        using (writer.Braces(";"))
        {
            foreach (EnumValueModel value in type.Values.Where(static value => !value.IsRepeated))
            {
                writer.Line($"{value.Value} => {ColumnValues.Quote(value.Name)},");
            }

            writer.Line($"_ => (({type.Underlying})value).ToString({Globalization}CultureInfo.InvariantCulture),");
        }
    }

    private static void EmitTryParse(CodeWriter writer, EnumModel type)
    {
        using (writer.Block($"public static bool TryParse(string text, out {type.Type} value)"))
        {
            writer.Line("switch (text)");
            using (writer.Braces())
            {
                foreach (EnumValueModel value in type.Values)
                {
                    writer.Line($"case {ColumnValues.Quote(value.Name)}:");
                    using (writer.Indent())
                    {
                        writer.Line($"value = {value.Value};");
                        writer.Line("return true;");
                    }
                }

                writer.Line("default:");
                using (writer.Indent())
                {
                    writer.List(
                        $"bool isNumber = {type.Underlying}.TryParse(",
                        [
                            "text", $"{Globalization}NumberStyles.AllowLeadingSign", $"{Globalization}CultureInfo.InvariantCulture",
                            $"out {type.Underlying} number",
                        ],
                        ");");
                    writer.Line($"value = ({type.Type})number;");
                    writer.Line("return isNumber;");
                }
            }
        }
    }
}
