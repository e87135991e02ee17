using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Learning;

/// <summary>Two numbers that stand in one value of the forward pass, and so may be a weight and its input.</summary>
internal sealed record WeightedSum(NamedNumbers Weight, NamedNumbers Input);

/// <summary>
/// What may be multiplied and summed up for the argument of a function: <c>s += w[i, j] * x[j]</c>, <c>w * x</c>, <c>Affine(w, x)</c>, and
/// the same of the names that the code gives to the inputs: <c>inputs = x;</c>.
/// </summary>
internal sealed record WeightedSums(IReadOnlyList<WeightedSum> All)
{
    /// <summary>In the member that applies the function, of what it is applied to.</summary>
    public static WeightedSums Of(IReadOnlyCollection<IOperation> forward, IInvocationOperation function)
    {
        var made = forward.SelectMany(Change.Of).ToList();
        var handed = function.Arguments.Select(argument => new Change(null, argument.Value)).ToList();
        var sums = new HashSet<ISymbol>(handed.SelectMany(argument => argument.Numbers).Select(number => number.Symbol), SymbolEqualityComparer.Default);
        // z[i] = s; a[i] = f(z[i]);
        foreach (var copy in made)
            if (copy is { Target: { } target, Copied: { } from } && sums.Contains(target.Symbol)) sums.Add(from.Symbol);
        var names = made.Where(change => change is { Target: not null, Copied: not null }).Select(change => (Name: change.Target!, Of: change.Copied!)).ToList();
        var found = new List<WeightedSum>();
        foreach (var change in made.Where(change => change.Target is { } target && sums.Contains(target.Symbol)).Concat(handed))
            foreach (var weight in change.Numbers)
                foreach (var input in change.Numbers)
                {
                    if (input.Is(weight.Symbol)) continue;
                    found.Add(new(weight, input));
                    foreach (var (name, _) in names.Where(name => name.Of.Is(input.Symbol))) found.Add(new(weight, input with { Symbol = name.Symbol }));
                }

        return new(found);
    }
}
