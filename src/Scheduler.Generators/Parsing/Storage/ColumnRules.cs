using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Judges the settings of one column: by what is stored there, and by the databases that the project references.</summary>
internal sealed class ColumnRules(ValueForm form, ColumnSettings settings, StorageScope scope)
{
    // What fits into an index of MySQL in every row format, in characters of 4 bytes and in bytes.
    public const int MaxIndexedCharacters = 191;
    public const int MaxIndexedBytes = 767;

    // A varchar of MySQL, with room for the other columns of the row.
    private const int MaxMySqlLength = 16383;
    private const int MaxMySqlPrecision = 65;
    private const int MaxMySqlScale = 30;
    private const int MaxPostgreSqlPrecision = 1000;

    // A third of a page, less the header of the entry and of the value; characters have up to 4 bytes.
    private const int MaxPostgreSqlIndexedBytes = 2692;
    private const int MaxPostgreSqlIndexedCharacters = MaxPostgreSqlIndexedBytes / 4;

    private bool HasText => form is ValueForm.Text or ValueForm.EnumName;

    public void Check()
    {
        if (settings.Column is not { } column)
        {
            return;
        }

        CheckLength(column);
        CheckDigits(column);
        if (settings.IsIndexed)
        {
            CheckIndex(column);
        }
    }

    private void CheckLength(AttributeReader column)
    {
        if (settings.Number("Length") is not { } length)
        {
            return;
        }

        if (!HasText && form != ValueForm.Bytes)
        {
            Report(column, "Length", "only texts and bytes have a length");
        }
        else if (length < 0)
        {
            Report(column, "Length", "it must be above zero, or be left out for no limit");
        }
        else if (scope.Dialects.HasMySql && HasText && length > MaxMySqlLength)
        {
            ReportDialect(column, "Length", $"MySQL has texts of at most {MaxMySqlLength} characters, or without a limit");
        }
    }

    private void CheckDigits(AttributeReader column)
    {
        int? precision = settings.Number("Precision");
        int? scale = settings.Number("Scale");
        if (precision is null && scale is null)
        {
            return;
        }

        string setting = precision is null ? "Scale" : "Precision";
        if (form != ValueForm.Decimal)
        {
            Report(column, setting, "only decimals have it");
        }
        else if (precision is not { } digits)
        {
            Report(column, "Scale", "it needs a Precision, of which it is a part");
        }
        else if (digits < 0)
        {
            Report(column, "Precision", "it must be above zero, or be left out for all digits");
        }
        else if (scale < 0 || scale > digits)
        {
            Report(column, "Scale", "it must lie between 0 and the Precision");
        }
        else
        {
            CheckDigitsOfDialects(column, digits, scale ?? 0);
        }
    }

    private void CheckDigitsOfDialects(AttributeReader column, int precision, int scale)
    {
        if (scope.Dialects.HasMySql && precision > MaxMySqlPrecision)
        {
            ReportDialect(column, "Precision", $"MySQL has at most {MaxMySqlPrecision} digits");
        }
        else if (scope.Dialects.HasPostgreSql && precision > MaxPostgreSqlPrecision)
        {
            ReportDialect(column, "Precision", $"PostgreSQL has at most {MaxPostgreSqlPrecision} digits");
        }

        if (scope.Dialects.HasMySql && scale > MaxMySqlScale)
        {
            ReportDialect(column, "Scale", $"MySQL has at most {MaxMySqlScale} digits behind the point");
        }
    }

    private void CheckIndex(AttributeReader column)
    {
        int max = form == ValueForm.Bytes ? MaxIndexedBytes : MaxIndexedCharacters;
        if (form == ValueForm.Json)
        {
            Report(column, "IsIndexed", "no database finds JSON by an index of this kind");
        }
        else if (scope.Dialects.HasMySql && (HasText || form == ValueForm.Bytes) && !(settings.Number("Length") <= max))
        {
            ReportDialect(column, "IsIndexed", $"an index of MySQL needs a Length of at most {max}");
        }
        else if (scope.Dialects.HasPostgreSql && (form is ValueForm.Text or ValueForm.Bytes))
        {
            CheckPostgreSqlIndex(column);
        }
    }

    // Names of enums always fit.
    private void CheckPostgreSqlIndex(AttributeReader column)
    {
        int max = form == ValueForm.Bytes ? MaxPostgreSqlIndexedBytes : MaxPostgreSqlIndexedCharacters;
        if (!(settings.Number("Length") <= max))
        {
            ReportDialect(column, "IsIndexed", $"an index of PostgreSQL needs a Length of at most {max}");
        }
    }

    private void Report(AttributeReader column, string setting, string reason) =>
        scope.ReportColumn(Descriptors.ColumnSettingMustFit, column.LocationOf(setting), setting, reason);

    private void ReportDialect(AttributeReader column, string setting, string reason) =>
        scope.ReportDialect(Descriptors.ColumnSettingMustFit, column.LocationOf(setting), setting, reason);
}
