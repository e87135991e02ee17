using System.Collections.Immutable;

namespace Backprop.Analyzers.Rules;

/// <summary>All rules, in the order of their ids.</summary>
internal static class AllRules
{
    public static ImmutableArray<IRule> InOrder { get; } = ImmutableArray.Create<IRule>(
        new BP1001ActivationRecomputed(),
        new BP1002ActivationEvaluatedTwice(),
        new BP1003ForwardStepRepeated(),
        new BP1004SharedDerivativeRecomputes(),
        new BP1005SquaredThroughPower(),
        new BP2001RecurrentGradientLost(),
        new BP2002UpstreamGradientIgnored(),
        new BP2003TruncatedToOneStep(),
        new BP2004GradientOverwritten(),
        new BP2005WrongStep(),
        new BP2006PartlyAddedUp(),
        new BP3001ActivationAppliedTwice(),
        new BP3002OutputFormOfInput(),
        new BP3003NotTheDerivative(),
        new BP3004CacheOverwritten());
}
