using System.Runtime.CompilerServices;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing.Storage;

/// <summary>Which stores a project references, and hence what it needs.</summary>
internal sealed class Dialects
{
    private const string Sql = "GeneratedScheduler.Sql";
    private const string Redis = "GeneratedScheduler.Redis";

    private static readonly ConditionalWeakTable<Compilation, Dialects> Known = new();

    /// <summary>Whether any database is referenced.</summary>
    public bool HasSql { get; private set; }

    public bool HasRedis { get; private set; }

    public bool HasMySql { get; private set; }

    public bool HasPostgreSql { get; private set; }

    public static Dialects Of(Compilation compilation) => Known.GetValue(compilation, Read);

    /// <summary>What is to be emitted, if the project says nothing else.</summary>
    public static StorageNeeds NeedsOf(Compilation compilation)
    {
        Dialects dialects = Of(compilation);
        return new StorageNeeds(dialects.HasSql, dialects.HasRedis);
    }

    private static Dialects Read(Compilation compilation)
    {
        var dialects = new Dialects();
        foreach (AssemblyIdentity assembly in compilation.ReferencedAssemblyNames)
        {
            dialects.HasSql |= assembly.Name == Sql;
            dialects.HasRedis |= assembly.Name == Redis;
            dialects.HasMySql |= assembly.Name == Sql + ".MySql";
            dialects.HasPostgreSql |= assembly.Name == Sql + ".PostgreSql";
        }

        return dialects;
    }
}
