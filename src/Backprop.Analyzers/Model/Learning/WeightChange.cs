using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>
/// Is the value of a call used as the gradient of a sum? Where the function is applied, weights and inputs are summed up,
/// <c>s += w[i, j] * x[j]</c>. With <c>delta[i] = error[i] * D(z[i])</c> its gradient is
/// <list type="bullet">
/// <item>multiplied with the inputs into the same weights: <c>w[i, j] -= rate * delta[i] * x[j]</c>, or over a sum of such;</item>
/// <item>multiplied with the inputs into something of their shape: <c>dw[i, j] += delta[i] * x[j]</c>;</item>
/// <item>or handed down through them, the other way round: <c>dx[j] += w[i, j] * delta[i]</c>.</item>
/// </list>
/// Places are told by their symbols and indices alone, over all members of the type. Only asked before a report.
/// </summary>
internal sealed class WeightChange(IEnumerable<MemberBody> bodies, Func<IOperation, bool> isDerivative)
{
    private readonly List<Change> changes = bodies.SelectMany(body => body.Operations).SelectMany(Change.Of).ToList();

    /// <summary>Is the error beside the call handed down from a later layer, and not the loss's own?</summary>
    public bool IsHandedDown(IInvocationOperation slope, WeightedSums sums) => Starts(slope).Any(start => ErrorsOf(start, slope).Any(error => IsOfLater(error.Numbers, sums)));

    /// <summary>Is it the loss's own, as far as this type says? Then a function of the output may be a weight of the loss.</summary>
    public bool IsOfLoss(IInvocationOperation slope) => Starts(slope).All(start => ErrorsOf(start, slope).Any(error => error.Subtracts(slope)));

    public bool IsMadeBy(IInvocationOperation slope, WeightedSums sums) =>
        Starts(slope).Any(start => !IsDifferentiated(start, slope) && IsMadeBy(slope, start, sums));

    private IEnumerable<Change> Starts(IInvocationOperation slope) => changes.Where(change => Contains(change.Value, slope));

    /// <summary>The product that the call is a factor of, and what its other factors are made of; e of <c>e += w[k, i] * delta[k]; e *= D(z[i]);</c> is one.</summary>
    private IEnumerable<Change> ErrorsOf(Change start, IInvocationOperation slope)
    {
        var product = start.ProductOf(slope);
        yield return new Change(start.Target, product.Value);
        var factors = product.Beside(slope);
        foreach (var change in changes)
            if (change != start && change.Target is { } error && (factors.Any(one => one.Is(error.Symbol)) || start.Scales && start.Target?.Is(error.Symbol) == true)) yield return change;
    }

    // e += w[k, i] * delta[k], where w[i, j] * x[j] is summed up
    private static bool IsOfLater(IEnumerable<NamedNumbers> error, WeightedSums sums) => error.Any(one => sums.All.Any(sum => sum.Weight.Is(one.Symbol) && !one.Indices.IsEmpty));

    // Beside the derivative itself it may be that of the loss: Loss(a) * Slope(z) * x; or e * Trust(a) * x of e = (y - a) * a * (1 - a)
    private bool IsDifferentiated(Change change, IInvocationOperation slope) => Differentiates(change, slope)
        || changes.Exists(other => other != change && other.Target is { } factor && change.Numbers.Any(one => one.Is(factor.Symbol)) && !Contains(other.Value, slope) && Differentiates(other, slope));

    private bool Differentiates(Change change, IInvocationOperation slope) =>
        change.Value.DescendantsAndSelf().Any(part => !slope.Syntax.Span.Contains(part.Syntax.Span) && isDerivative(part));

    private bool IsMadeBy(IInvocationOperation slope, Change start, WeightedSums sums)
    {
        var deltas = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        if (start.Target is { } target)
        {
            deltas.Add(target.Symbol);
            // dz[i] = error[i] * D(z[i]); g = dz[i];
            foreach (var copy in changes)
                if (copy.Target is { } name && copy.Copied is { } from && from.Is(target.Symbol)) deltas.Add(name.Symbol);
        }

        return changes.Exists(change => (change == start || change.Numbers.Any(one => deltas.Contains(one.Symbol)) && !IsDifferentiated(change, slope))
            && (HandsDown(change, deltas, sums) || sums.All.Any(sum => change.Numbers.Any(input => IsInput(input, change, sum, deltas)
                && (change != start || start.ProductOf(slope).Mentions(input.Symbol)) && (HasShape(change, input, sum, deltas) || Reaches(change, sum.Weight.Symbol))
                && HasError(start, change, sum, deltas, slope)))));
    }

    // x[j], or what has its index in the weights themselves: the caller may hand the inputs over once more
    private static bool IsInput(NamedNumbers input, Change change, WeightedSum sum, HashSet<ISymbol> deltas) => !deltas.Contains(input.Symbol)
        && (input.Is(sum.Input.Symbol) || change.Target is { } filled && filled.Is(sum.Weight.Symbol)
            && sum.Weight.PlaceOf(sum.Input) is { } place && filled.PlaceOf(input) == place && !input.Is(filled.Symbol));

    // gradient[i, j] += delta[i] * x[j]; w[i, j] -= rate * gradient[i, j];
    private bool Reaches(Change change, ISymbol weight) => change.Target is { } target
        && (target.Is(weight) ? change.Accumulates : changes.Exists(last => last is { Target: { } filled, Accumulates: true } && filled.Is(weight) && last.Mentions(target.Symbol)));

    // Beside the inputs there is an error, and not a rate alone, as in the rules that learn without one.
    private static bool HasError(Change start, Change change, WeightedSum sum, HashSet<ISymbol> deltas, IInvocationOperation slope)
    {
        var product = start.ProductOf(slope);
        if (start.Scales || product.Subtracts(slope)) return true;
        var others = (change == start ? product.Beside(slope) : product.Beside(slope).Concat(change.Numbers))
            .Where(one => !IsInput(one, change, sum, deltas) && !one.Is(sum.Weight.Symbol) && !deltas.Contains(one.Symbol)).ToList();
        return others.Exists(one => !one.Indices.IsEmpty || !Flow.Values.Shape.IsReal(one.Type))
            || others.Select(one => one.Symbol).Distinct<ISymbol>(SymbolEqualityComparer.Default).Count() + product.Constants + (change == start ? 0 : change.Constants) > 1;
    }

    // dw[i, j] += delta[i] * x[j], with j where w has it; delta.OuterProduct(x)
    private static bool HasShape(Change change, NamedNumbers input, WeightedSum sum, HashSet<ISymbol> deltas) => change.Target is { } target
        && sum.Weight.PlaceOf(sum.Input) is { } place && target.PlaceOf(input) == place
        && change.Numbers.FirstOrDefault(one => deltas.Contains(one.Symbol)) is { } delta && target.PlaceOf(delta) is { } other && other != place;

    // dx[j] += w[i, j] * delta[i], where the sum was over j; w.TransposeThisAndMultiply(delta)
    private static bool HandsDown(Change change, HashSet<ISymbol> deltas, WeightedSums sums)
    {
        if (change.Numbers.FirstOrDefault(one => deltas.Contains(one.Symbol)) is not { } delta) return false;
        foreach (var weight in change.Numbers)
            if (sums.All.FirstOrDefault(sum => sum.Weight.Is(weight.Symbol)) is { } sum && !sums.All.Any(other => other.Weight.Is(weight.Symbol) && other.Input.Is(delta.Symbol))
                && (Transposed.In(change.Value, weight.Symbol) || weight.PlaceOf(delta) is { } at && sum.Weight.PlaceOf(sum.Input) is { } place && at != place)) return true;
        return false;
    }

    private static bool Contains(IOperation value, IOperation part) =>
        value.Syntax.SyntaxTree == part.Syntax.SyntaxTree && value.Syntax.Span.Contains(part.Syntax.Span);
}
