namespace Backprop.Analyzers.Knowledge;

/// <summary>By which calls of the base class library code walks a collection from its end.</summary>
internal static class Reversals
{
    /// <summary>Hands out the items in the other order.</summary>
    public static readonly IReadOnlyCollection<string> Orders = new HashSet<string> { "Reverse", "OrderByDescending" };

    /// <summary>Takes the last item off.</summary>
    public static readonly IReadOnlyCollection<string> Takings = new HashSet<string> { "Pop", "TryPop", "RemoveLast", "RemoveAt" };

    public static IEnumerable<string> All => Orders.Concat(Takings);
}
