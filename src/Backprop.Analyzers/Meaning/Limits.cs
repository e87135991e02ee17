namespace Backprop.Analyzers.Meaning;

/// <summary>What one evaluation may use. Whoever needs more is "unknown".</summary>
internal static class Limits
{
    /// <summary>Operations evaluated.</summary>
    public const int Steps = 20_000;

    /// <summary>Nested operations and calls; a stack overflow would kill the host, and the host's stack may be nearly used up.</summary>
    public const int Depth = 350;

    /// <summary>Elements of all arrays, lists and matrices together.</summary>
    public const int Elements = 50_000;

    /// <summary>Nesting of generic types that is still followed.</summary>
    public const int TypeDepth = 8;
}
