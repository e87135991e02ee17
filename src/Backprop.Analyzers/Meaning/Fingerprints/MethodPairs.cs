using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Compares a method or lambda with the slope of another. Parameters that the code leaves open (<c>alpha</c> of an ELU) have the
/// same generic value in both. A derivative may have two arguments: z and a = f(z) in either order (then its verdict is
/// Both: it has what it needs), or one of them and the upstream gradient, in which it is linear.
/// </summary>
internal sealed class MethodPairs(Interpreter interpreter, Shapes shapes)
{
    private static readonly (double Argument, double Factor)[] Probes = [(0.53, 0.7), (-0.71, 1.3), (0.29, -0.4)];

    public PairMeaning Compare(IMethodSymbol forward, IMethodSymbol derivative)
        => derivative.Parameters.Length == 2
            ? CompareWithTwo(forward, derivative)
            : Compare(free => free.Of(forward).FirstOrDefault(), free => free.Of(derivative).FirstOrDefault());

    public PairMeaning Compare(IAnonymousFunctionOperation forward, IAnonymousFunctionOperation derivative)
        => Compare(free => free.Of(forward), free => free.Of(derivative));

    private PairMeaning CompareWithTwo(IMethodSymbol forward, IMethodSymbol derivative)
    {
        var inOrder = OfInputAndOutput(forward, derivative, inputFirst: true);
        var swapped = OfInputAndOutput(forward, derivative, inputFirst: false);
        if (inOrder.Verdict == PairVerdict.Both || swapped.Verdict == PairVerdict.Both)
        {
            return new(PairVerdict.Both);
        }

        return Upstream(derivative) switch
        {
            [] => inOrder.Verdict == PairVerdict.Neither && swapped.Verdict == PairVerdict.Neither ? inOrder : PairMeaning.Unknown,
            [var upstream] => Compare(free => free.Of(forward).FirstOrDefault(), free => free.OfOneArgument(derivative, 1 - upstream)),
            _ => PairMeaning.Unknown,
        };
    }

    private PairMeaning OfInputAndOutput(IMethodSymbol forward, IMethodSymbol derivative, bool inputFirst)
    {
        var meaning = Compare(free => free.Of(forward).FirstOrDefault(), free => free.OfInputAndOutput(forward, derivative, inputFirst));
        return meaning.Verdict switch
        {
            PairVerdict.DerivativeFromInput or PairVerdict.Both => new(PairVerdict.Both),
            PairVerdict.Neither => meaning,
            _ => PairMeaning.Unknown,
        };
    }

    /// <summary>The arguments in which the method is linear: d(x, 2 g) = 2 d(x, g).</summary>
    private int[] Upstream(IMethodSymbol derivative)
    {
        var free = Free(new UsedNumbers());
        return [.. new[] { 0, 1 }.Where(argument => Probes.All(probe => IsLinear(free, derivative, argument, probe.Argument, probe.Factor)))];
    }

    private static bool IsLinear(Callables free, IMethodSymbol derivative, int argument, double other, double factor)
    {
        var once = free.OfOneArgument(derivative, 1 - argument)?.Function(Number.Of(other)) as Number;
        var scaled = free.OfOneArgument(derivative, 1 - argument, factor)?.Function(Number.Of(other)) as Number;
        return once is not null && scaled is not null && Matching.IsClose(scaled.Value, factor * once.Value, 1e-5);
    }

    /// <summary>A derivative that depends on numbers which its function does not see (a cached output) is not judged wrong.</summary>
    private PairMeaning Compare(Func<Callables, Callable?> forward, Func<Callables, Callable?> derivative)
    {
        var (usedByForward, usedByDerivative) = (new UsedNumbers(), new UsedNumbers());
        var (f, d) = (forward(Free(usedByForward)), derivative(Free(usedByDerivative)));
        if (f is null || d is null || !Shapes.IsScalar(f.InputType) || !Shapes.IsScalar(d.InputType))
        {
            return PairMeaning.Unknown;
        }

        var meaning = Pairs.Compare(f.Function, d.Function);
        return meaning.Verdict == PairVerdict.Neither && !usedByDerivative.AreAmong(usedByForward) ? PairMeaning.Unknown : meaning;
    }

    private Callables Free(UsedNumbers used) => new(interpreter.WithFreeNumbers(used), shapes);
}
