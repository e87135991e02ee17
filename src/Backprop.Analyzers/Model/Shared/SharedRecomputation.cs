using Backprop.Analyzers.Model.Pairs;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>A call of a shared derivative that evaluates the activation of a value whose output the caller holds.</summary>
internal sealed record SharedRecomputation(SharedDerivative Use, HeldOutput Output)
{
    private const int MostNames = 3;

    public static IEnumerable<SharedRecomputation> In(TypeModel type)
    {
        var reach = new SharedReach(type);
        foreach (var use in type.SharedDerivatives)
        {
            if (use.Pair.Reading is PairReading.Unknown or PairReading.FromOutput || !Wasteful(use.Pair).Any()) continue;
            if (type.Recomputations.Any(found => found.Use.Operation.Syntax.Span.Contains(use.Call.Syntax.Span))) continue;
            if (reach.OutputOf(use) is { } output) yield return new SharedRecomputation(use, output);
        }
    }

    /// <summary>Which activations are evaluated again.</summary>
    public static string Names(DerivativePair pair) => string.Join(", ", Wasteful(pair)
        .Select(one => one.Activation!.Name).Distinct().Take(MostNames));

    /// <summary>
    /// Those whose derivative could be had from the output: it evaluates the costly function, and nobody had to. One that is not
    /// the derivative, as BP3003 says, evaluates as much.
    /// </summary>
    public static IEnumerable<PairImplementation> Wasteful(DerivativePair pair) => pair.Implementations
        .Where(one => one is { EvaluatesForward: true, Activation: { IsCostly: true, MayOfferOutputForm: true }, Meaning.Verdict: Meaning.PairVerdict.DerivativeFromInput or Meaning.PairVerdict.Neither });
}
