using System.Collections.Immutable;

namespace Backprop.Analyzers.Rules;

/// <summary>All rules, in the order of their ids.</summary>
internal static class AllRules
{
    public static ImmutableArray<IRule> InOrder { get; } = ImmutableArray.Create<IRule>();
}
