using System.Collections.Immutable;

namespace GeneratedScheduler.Sql.MySql;

/// <summary>Rows that are added.</summary>
/// <param name="Insert">Up to the columns: <c>INSERT INTO … (…) </c>.</param>
/// <param name="Select">What follows if rows are selected from a table of input: <c>SELECT … FROM </c>.</param>
/// <param name="Row">The values of a row, behind VALUES.</param>
/// <param name="UsesTokens">Whether rows get claim tokens.</param>
/// <param name="Answer">A SELECT up to the list of ids; <see langword="null"/> if nothing is answered.</param>
internal sealed record CompiledInsert(string Insert, string Select, ImmutableArray<InsertValue> Row, bool UsesTokens, string? Answer);

/// <summary>What a column gets in a row that is added.</summary>
/// <param name="Pieces">Its SQL, in pieces between which stand values of the row.</param>
/// <param name="IsValue">Whether it is a value of the row and nothing else.</param>
/// <param name="IsOwn">Whether each row gets another one, although the values of the rows are the same: a token.</param>
internal sealed record InsertValue(ImmutableArray<SetPiece> Pieces, bool IsValue, bool IsOwn);

/// <summary>How rows are found and locked, and what is said of each.</summary>
/// <param name="Select">Up to the rows of input, or up to the limit.</param>
/// <param name="Where">Behind the rows of input; <see langword="null"/> if the rows are picked.</param>
/// <param name="Inputs">Which values of a row the condition reads.</param>
/// <param name="Answers">How many columns of the answer come before what the run needs: all of them or none.</param>
/// <param name="Lock">How the rows of input are locked.</param>
internal sealed record CompiledSearch(string Select, string? Where, ImmutableArray<bool> Inputs, int Answers, string Lock = "");

/// <summary>How rows that are locked are changed.</summary>
/// <param name="Search">Finds them.</param>
/// <param name="Set">The assignments, in pieces between which stand values of rows of input.</param>
/// <param name="Inputs">Which values of a row the assignments read; none of them for picked rows.</param>
/// <param name="UsesTokens">Whether they get claim tokens.</param>
/// <param name="MovesTasks">Whether the counts change.</param>
/// <param name="Answer">A SELECT up to the list of numbers; <see langword="null"/> if nothing is answered, or the search has said it.</param>
internal sealed record CompiledChange(
    CompiledSearch Search, ImmutableArray<SetPiece> Set, ImmutableArray<bool> Inputs, bool UsesTokens, bool MovesTasks, string? Answer)
{
    public bool ReadsRows => Inputs.Contains(true);
}

/// <summary>A piece of SQL, and the input whose value comes behind it; -1 at the end.</summary>
internal readonly record struct SetPiece(string Sql, int Input);

/// <summary>How rows are removed; the search answers.</summary>
internal sealed record CompiledRemoval(CompiledSearch Search);

/// <summary>What is only read: the text up to the values that are looked for, if there are any, and from there on.</summary>
internal sealed record CompiledQuery(string Select, string? Key, string End, bool HasLimit, string Lock);
