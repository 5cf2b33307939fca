using Microsoft.CodeAnalysis;

namespace GeneratedScheduler.Generators.Parsing;

/// <summary>Finds what makes sense in one process only, so that no store can keep it and no other process can take it.</summary>
internal static class ProcessBound
{
    private const int MaxDepth = 6;

    // Classes and interfaces of .NET that are there to do something: what they hold cannot be read from them.
    private static readonly HashSet<string> Machinery = new(StringComparer.Ordinal)
    {
        "System.Buffers",
        "System.IO.Pipelines",
        "System.Net.Sockets",
        "System.Threading",
        "System.Threading.Channels",
        "System.Threading.RateLimiting",
        "System.Threading.Tasks",
        "System.Threading.Tasks.Dataflow",
        "System.Threading.Tasks.Sources",
        "System.Timers",
    };

    /// <summary>The first part of a type that is bound to the process, and what it is.</summary>
    public static (ITypeSymbol Type, string What)? Find(ITypeSymbol type) =>
        Find(type, new HashSet<ITypeSymbol>(SymbolEqualityComparer.Default), depth: 0);

    private static (ITypeSymbol Type, string What)? Find(ITypeSymbol type, HashSet<ITypeSymbol> seen, int depth)
    {
        if (depth > MaxDepth || !seen.Add(type))
        {
            return null;
        }

        if (WhatIsBound(type) is { } what)
        {
            return (type, what);
        }

        foreach (ITypeSymbol part in Parts(type))
        {
            if (Find(part, seen, depth + 1) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    /// <summary>Items of arrays, type arguments, and the properties of types that are not .NET's own.</summary>
    private static IEnumerable<ITypeSymbol> Parts(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => [array.ElementType],
        INamedTypeSymbol named when TypeRules.IsOfDotNet(named) => named.TypeArguments,
        INamedTypeSymbol named => named.TypeArguments.Concat(MemberParser.Properties(named).Select(static property => property.Type)),
        _ => [],
    };

    private static string? WhatIsBound(ITypeSymbol type) => type switch
    {
        { TypeKind: TypeKind.Delegate } => "a delegate",
        { SpecialType: SpecialType.System_IntPtr or SpecialType.System_UIntPtr } => "a native integer or handle",
        _ when KnownTypes.IsTask(type) || KnownTypes.IsTaskOfResult(type) || KnownTypes.IsValueTask(type) || KnownTypes.IsValueTaskOfResult(type) =>
            "work that is under way in this process",
        _ when KnownTypes.IsStream(type) => "a stream",
        _ when IsNamed(type, "System", "Lazy") => "a value that is not there yet, made by a function",
        _ when IsNamed(type, "System", "WeakReference") => "a reference to an object of this process",
        _ when KnownTypes.IsCancellationToken(type) => "a token of this process",
        _ when KnownTypes.Is(type, "System", "IProgress`1") => "a callback of this process (TaskContext reports progress)",
        _ when KnownTypes.Is(type, "Microsoft.AspNetCore.Http", "IFormFile") => "a file of a request",
        _ when KnownTypes.Is(type, "GeneratedScheduler", "TaskHandle`1") => "a handle of this process",
        _ when KnownTypes.IsServiceProvider(type) || KnownTypes.Is(type, KnownTypes.DependencyInjection, "IServiceScopeFactory") => "a service",
        INamedTypeSymbol named => WhatItDerivesFrom(named) ?? WhatItImplements(named) ?? WhatMachineryItIs(named),
        _ => null,
    };

    private static bool IsNamed(ITypeSymbol type, string @namespace, string name) =>
        KnownTypes.Is(type, @namespace, name) || KnownTypes.Is(type, @namespace, name + "`1");

    private static string? WhatMachineryItIs(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is { TypeKind: TypeKind.Class or TypeKind.Interface }; current = current.BaseType)
        {
            string @namespace = current.ContainingNamespace?.ToDisplayString(TypeNames.Unescaped) ?? "";
            if (TypeRules.IsOfDotNet(current) && Machinery.Contains(@namespace))
            {
                return $"an object of {@namespace}, which works in this process only";
            }
        }

        return null;
    }

    private static string? WhatItDerivesFrom(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? current = type; current is not null; current = current.BaseType)
        {
            string? what = (current.ContainingNamespace?.ToDisplayString(TypeNames.Unescaped), current.Name) switch
            {
                ("System.IO", "Stream") => "a stream",
                ("System.IO", "TextReader") => "a reader",
                ("System.IO", "TextWriter") => "a writer",
                ("System.Linq.Expressions", "Expression") => "an expression",
                ("System.Reflection", "MemberInfo" or "Assembly" or "Module" or "ParameterInfo") => "metadata of this process",
                ("System.Threading", "Thread") => "a thread",
                ("System.Runtime.InteropServices", "SafeHandle" or "GCHandle") => "a handle",
                ("Microsoft.AspNetCore.Http", "HttpContext" or "HttpRequest" or "HttpResponse") => "a request",
                ("System.Data.Common", "DbConnection" or "DbTransaction") => "a connection",
                _ => null,
            };
            if (what is not null)
            {
                return what;
            }
        }

        return null;
    }

    private static string? WhatItImplements(INamedTypeSymbol type)
    {
        foreach (INamedTypeSymbol contract in type.AllInterfaces.Prepend(type))
        {
            if (KnownTypes.Is(contract, "System.Linq", "IQueryable"))
            {
                return "a query";
            }

            if (KnownTypes.Is(contract, "System", "IDisposable") || KnownTypes.Is(contract, "System", "IAsyncDisposable"))
            {
                return "disposable";
            }
        }

        return null;
    }
}
