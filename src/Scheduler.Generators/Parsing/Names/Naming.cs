using System.Globalization;
using System.Text;
using GeneratedScheduler.Generators.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Names of what is emitted.</summary>
internal static class Naming
{
    // In bytes, of which a file name may have 255 on most systems; and the compiler's own folder of more than 100 characters, and the
    // project's, stand before it in a path that some systems limit to 260.
    private const int MaxHintNameLength = 100;

    // What a record class has already, or must not have.
    private static readonly HashSet<string> RecordMembers = new(StringComparer.Ordinal)
    {
        "Clone", "Deconstruct", "EqualityContract", "Equals", "Finalize", "GetHashCode", "GetType", "MemberwiseClone",
        "PrintMembers", "ReferenceEquals", "ToString",
    };

    // Of the contextual keywords only "await" is one where emitted code uses a user's names.
    public static string Escape(string name) =>
        SyntaxFacts.GetKeywordKind(name) != SyntaxKind.None || name == "await" ? "@" + name : name;

    public static string TrimSuffix(string name, string suffix) =>
        name.Length > suffix.Length && name.EndsWith(suffix, StringComparison.Ordinal)
            ? name.Substring(0, name.Length - suffix.Length)
            : name;

    /// <summary>Properties of the emitted record, one for each parameter: none collides with another or with a record's own.</summary>
    public static string[] PropertyNames(IReadOnlyList<string> parameterNames, string recordName)
    {
        var taken = new HashSet<string>(RecordMembers, StringComparer.Ordinal) { recordName };
        var names = new string[parameterNames.Count];
        for (int i = 0; i < names.Length; i++)
        {
            string name = Pascal(parameterNames[i]);
            names[i] = StepAside(taken.Contains(name) ? name + "Value" : name, taken);
            taken.Add(names[i]);
        }

        return names;
    }

    /// <summary>A name of ours, or another one if a user's parameter has it.</summary>
    public static string StepAside(string name, ICollection<string> taken)
    {
        string candidate = name;
        for (int i = 2; taken.Contains(candidate); i++)
        {
            candidate = name + i.ToString(CultureInfo.InvariantCulture);
        }

        return candidate;
    }

    /// <summary><c>my-app.web</c> gives <c>MyAppWeb</c>.</summary>
    public static string FromAssembly(string assemblyName)
    {
        var name = new StringBuilder();
        bool startsWord = true;
        foreach (char c in assemblyName)
        {
            if (!SyntaxFacts.IsIdentifierPartCharacter(c) || c == '_')
            {
                startsWord = true;
                continue;
            }

            name.Append(startsWord ? char.ToUpperInvariant(c) : c);
            startsWord = false;
        }

        return name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name.ToString();
    }

    /// <summary>
    /// <c>my-app.web</c> gives <c>my_app_web</c>: assemblies whose names differ in punctuation only have classes of their own, by
    /// which an application that references both can call their methods.
    /// </summary>
    public static string ClassFromAssembly(string assemblyName)
    {
        string name = string.Concat(assemblyName.Select(static c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_'));
        return name.Length == 0 || !SyntaxFacts.IsIdentifierStartCharacter(name[0]) ? "_" + name : name;
    }

    /// <summary><c>MyApp.Outer+Inner.Sum</c>; overloads are told apart by their parameters.</summary>
    public static string HintName(ISymbol symbol)
    {
        var name = new StringBuilder(MetadataName(symbol));
        if (symbol is IMethodSymbol method && method.ContainingType.GetMembers(method.Name).Length > 1)
        {
            name.Append('(').Append(string.Join(",", method.Parameters.Select(static parameter => parameter.Type.ToDisplayString()))).Append(')');
        }

        return Limit(Sanitise(name.ToString()), symbol.GetDocumentationCommentId() ?? name.ToString());
    }

    /// <summary>The file of empty types for tasks that cannot be emitted.</summary>
    public const string StandInHintName = "StandIns.g.cs";

    /// <summary>The file that tells that the others are left out, because they are among the source files.</summary>
    public const string CopiesHintName = "EmittedFilesAreCompiledTwice.g.cs";

    public static string RegistrationHintName(string assemblyName) => Limit(Sanitise(assemblyName), assemblyName) + ".Registration.g.cs";

    /// <summary>The file of an actuator whose task a reference declares.</summary>
    public static string ImplementationHintName(string className) => Limit(Sanitise(className), className) + ".g.cs";

    /// <summary>Ends a hint name; what is not unique up to case gets a hash of what makes it unique.</summary>
    public static string CompleteHintName(TaskIdentity identity, bool isAmbiguous) =>
        identity.HintName + (isAmbiguous ? "." + Hash(identity.Id) : "") + ".Task.g.cs";

    /// <summary>The file beside that of a task in which its mapper and codec are.</summary>
    public static string StorageHintName(string taskHintName) => TrimSuffix(taskHintName, ".Task.g.cs") + ".Storage.g.cs";

    private static string MetadataName(ISymbol symbol)
    {
        if (symbol.ContainingType is { } type)
        {
            return MetadataName(type) + (symbol is INamedTypeSymbol ? "+" : ".") + symbol.MetadataName;
        }

        return symbol.ContainingNamespace is { IsGlobalNamespace: false } @namespace
            ? @namespace.ToDisplayString(TypeNames.Unescaped) + "." + symbol.MetadataName
            : symbol.MetadataName;
    }

    /// <summary><c>Customer</c> gives <c>customer</c>: what locals are called.</summary>
    public static string Camel(string name)
    {
        string trimmed = name.TrimStart('@', '_');
        return trimmed.Length == 0 || !char.IsLetter(trimmed[0]) ? "value" + trimmed : char.ToLowerInvariant(trimmed[0]) + trimmed.Substring(1);
    }

    /// <summary><c>customer</c> gives <c>Customer</c>.</summary>
    public static string Capital(string name)
    {
        string bare = name.TrimStart('@');
        return char.ToUpperInvariant(bare[0]) + bare.Substring(1);
    }

    private static string Pascal(string name)
    {
        string trimmed = name.TrimStart('_');
        if (trimmed.Length == 0 || !char.IsLetter(trimmed[0]))
        {
            return name;
        }

        return char.ToUpperInvariant(trimmed[0]) + trimmed.Substring(1);
    }

    // Angle brackets and question marks are no file names everywhere; the compiler refuses them.
    private static string Sanitise(string name)
    {
        var safe = new StringBuilder(name.Length);
        foreach (char c in name)
        {
            safe.Append(c switch
            {
                '<' => '{',
                '>' => '}',
                _ when char.IsLetterOrDigit(c) || ".,-+`_()[]{}".IndexOf(c) >= 0 => c,
                _ => '_',
            });
        }

        return safe.ToString();
    }

    private static string Limit(string name, string id)
    {
        if (Encoding.UTF8.GetByteCount(name) <= MaxHintNameLength)
        {
            return name;
        }

        // Letters beyond the basic plane, of two characters each, are not in a name that is safe.
        int length = 0;
        for (int bytes = 0; ; length++)
        {
            bytes += Encoding.UTF8.GetByteCount(name.Substring(length, 1));
            if (bytes > MaxHintNameLength)
            {
                return name.Substring(0, length) + "." + Hash(id);
            }
        }
    }

    // FNV-1a: the same in every process, unlike string.GetHashCode.
    private static string Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char c in text)
        {
            hash = unchecked((hash ^ c) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
