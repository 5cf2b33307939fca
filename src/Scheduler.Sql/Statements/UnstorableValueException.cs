namespace GeneratedScheduler.Sql;

/// <summary>A value that the database cannot give back as it is. Thrown by writers, which do not know the member; who does catches it and names it.</summary>
/// <param name="problem">What is wrong and what helps, to be read after the member's name.</param>
/// <param name="inner">What was thrown for it, if anything was.</param>
internal sealed class UnstorableValueException(string problem, Exception? inner = null) : Exception(problem, inner);
