using Backprop.Analyzers.Meaning;

namespace Backprop.Analyzers.Model;

/// <summary>A derivative that evaluates f(z) although a place in reach holds it.</summary>
internal sealed record Recomputation(ActivationUse Use, CachedOutput Cached)
{
    public static IEnumerable<Recomputation> In(TypeModel type)
    {
        var reach = new Reach(type);
        foreach (var use in type.Uses)
        {
            if (use.Body.HasErrors || use.Meaning is not { Form: Form.DerivativeFromInput, Activation: { IsCostly: true } activation }) continue;
            if (!activation.MayOfferOutputForm || type.Meaning.KeepsAccuracy(use)) continue;
            if (reach.Find(use, activation, use.Of) is { } cached) yield return new Recomputation(use, cached);
        }
    }
}
