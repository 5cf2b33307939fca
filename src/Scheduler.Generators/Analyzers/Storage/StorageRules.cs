using GeneratedScheduler.Generators.Analyzers.TaskSets;
using GeneratedScheduler.Generators.Diagnostics;
using GeneratedScheduler.Generators.Model;
using GeneratedScheduler.Generators.Parsing;
using GeneratedScheduler.Generators.Parsing.Storage;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace GeneratedScheduler.Generators.Analyzers.Storage;

/// <summary>What must be true of tasks that are stored.</summary>
internal sealed class StorageRules(Compilation compilation, StorageNeeds needs, CancellationToken cancellationToken)
{
    private readonly List<(ISymbol Owner, Diagnostic Diagnostic)> _found = [];
    private readonly HashSet<(string Id, Location Location)> _reported = [];
    private readonly HashSet<ISymbol> _judged = new(SymbolEqualityComparer.Default);

    /// <summary>What is wrong, by the method or type in whose declaration it is reported.</summary>
    public ILookup<ISymbol, Diagnostic> Judge(DefinitionSet definitions)
    {
        foreach ((TaskModel model, ISymbol symbol) in definitions.Tasks)
        {
            cancellationToken.ThrowIfCancellationRequested();
            JudgePayload(model, symbol);
            if (model.Actuator is { } own)
            {
                JudgeResult(symbol);
                JudgeColumns(model, symbol, own, symbol);
            }
            else if (definitions.Actuators[model.PayloadType].ToArray() is [var only])
            {
                JudgeResult(only.Symbol);
                JudgeColumns(model, symbol, only.Model, only.Symbol);
            }
        }

        if (needs.Mapper)
        {
            JudgeTables(definitions);
        }

        return _found.ToLookup(static found => found.Owner, static found => found.Diagnostic, SymbolEqualityComparer.Default);
    }

    private void JudgePayload(TaskModel model, ISymbol symbol)
    {
        var scope = new StorageScope(compilation, cancellationToken);
        StorageParser.ParsePayload(symbol, model.Identity.Name, model.PayloadType, model.Members, scope);
        Add(symbol, scope);
    }

    // A class may serve several payloads.
    private void JudgeResult(ISymbol actuator)
    {
        if (!_judged.Add(actuator))
        {
            return;
        }

        foreach (ITypeSymbol? result in ResultsOf(actuator))
        {
            var scope = new StorageScope(compilation, cancellationToken);
            StorageParser.ParseResult(actuator, result, scope);
            Add(actuator, scope);
        }
    }

    private IEnumerable<ITypeSymbol?> ResultsOf(ISymbol actuator) => actuator switch
    {
        IMethodSymbol method => [FunctionParser.ParseReturn(method, new ParseScope(compilation, cancellationToken)).Result],
        INamedTypeSymbol type => type.AllInterfaces.Where(KnownTypes.IsTaskActuator).Select(static contract => (ITypeSymbol?)contract.TypeArguments[1]),
        _ => [],
    };

    private void JudgeColumns(TaskModel model, ISymbol task, ActuatorModel actuator, ISymbol executes)
    {
        if (!needs.Mapper || model.Storage is not { } payload || actuator.Storage is not { } result)
        {
            return;
        }

        foreach (ColumnConflict conflict in StorageCompletion.FindConflicts(payload, result))
        {
            Location? location = conflict.IsResult
                ? MemberLocations.OfResult(executes, conflict.Member, compilation, cancellationToken)
                : MemberLocations.OfPayload(task, conflict.Member);
            Add(task, Diagnostic.Create(Descriptors.ColumnsMustDiffer, location, conflict.Column, conflict.Member, conflict.Owner));
        }
    }

    private void JudgeTables(DefinitionSet definitions)
    {
        var owners = new Dictionary<string, ISymbol>(StringComparer.OrdinalIgnoreCase);
        foreach ((TaskModel model, ISymbol symbol) in definitions.Tasks.OrderBy(static task => task.Model.Identity.Id, StringComparer.Ordinal))
        {
            foreach (string table in model.Identity.Tables.Distinct(StringComparer.OrdinalIgnoreCase))
            {
                if (!owners.TryGetValue(table, out ISymbol? owner))
                {
                    owners.Add(table, symbol);
                }
                else if (!SymbolEqualityComparer.Default.Equals(owner, symbol))
                {
                    Add(symbol, Diagnostic.Create(
                        Descriptors.TablesMustDiffer, symbol.Locations.FirstOrDefault(), table, TypeNames.ForPeople(owner)));
                }
            }
        }
    }

    private void Add(ISymbol definition, StorageScope scope)
    {
        foreach (StorageProblem problem in scope.Problems)
        {
            if (needs.Mapper || !problem.IsOfColumns)
            {
                Add(definition, problem.Problem.ToDiagnostic());
            }
        }
    }

    private void Add(ISymbol definition, Diagnostic diagnostic)
    {
        // Two tasks may return one type; what is wrong with it is wrong once.
        if (_reported.Add((diagnostic.Id, diagnostic.Location)))
        {
            _found.Add((OwnerOf(diagnostic.Location) ?? definition, diagnostic));
        }
    }

    // A result may be declared anywhere, and editors offer a fix only for what is reported together with the declaration that it is in.
    private ISymbol? OwnerOf(Location location)
    {
        if (location.SourceTree is not { } tree || !compilation.ContainsSyntaxTree(tree))
        {
            return null;
        }

        SyntaxNode? declaration = tree.GetRoot(cancellationToken).FindNode(location.SourceSpan).AncestorsAndSelf().FirstOrDefault(
            static node => node is MethodDeclarationSyntax or TypeDeclarationSyntax);
        return declaration is null ? null : compilation.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellationToken);
    }
}
