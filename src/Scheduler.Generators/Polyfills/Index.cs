namespace System;

/// <summary>Lets the compiler translate list patterns for netstandard2.0, which does not have this type.</summary>
internal readonly struct Index(int value, bool fromEnd = false)
{
    public int GetOffset(int length) => fromEnd ? length - value : value;
}
