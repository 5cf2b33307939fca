global using System.Composition;
global using GeneratedScheduler.CodeFixes.Editing;
global using GeneratedScheduler.Generators.Diagnostics;
global using Microsoft.CodeAnalysis;
global using Microsoft.CodeAnalysis.CodeFixes;
global using Microsoft.CodeAnalysis.CSharp.Syntax;
global using Microsoft.CodeAnalysis.Editing;
