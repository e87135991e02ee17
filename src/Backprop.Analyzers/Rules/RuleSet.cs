using System.Collections.Immutable;

namespace Backprop.Analyzers.Rules;

/// <summary>All rules, in the order of their ids.</summary>
internal static class RuleSet
{
    public static ImmutableArray<IRule> All { get; } = ImmutableArray.Create<IRule>();
}
