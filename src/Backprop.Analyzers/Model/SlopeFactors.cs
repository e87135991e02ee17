using System.Collections.Immutable;
using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// <c>da * s * (1 - s)</c> is <c>(da * s) * (1 - s)</c> to C#: the slope of the activation is no expression of its own there,
/// but those of the factors into which nothing goes but one value. Elementwise products only. A constant is
/// neither the slope's nor a gradient: <c>4 * s * (1 - s)</c> may be a parabola, <c>2 * da * s * (1 - s)</c> has a gradient to carry.
/// </summary>
internal sealed class SlopeFactors
{
    private const int MostFactors = 8;

    private readonly Computation product;
    private readonly ImmutableArray<(IOperation Operation, Term Term)> factors;

    private SlopeFactors(Computation product, ImmutableArray<(IOperation Operation, Term Term)> factors) =>
        (this.product, this.factors) = (product, factors);

    /// <summary>The method by which the product is written, null where it is the operator.</summary>
    public string? Method => ElementwiseProducts.MethodOf(product.Operation);

    /// <summary>Null for anything but a whole product of more than two factors.</summary>
    public static SlopeFactors? Of(Evaluation evaluation, IReadOnlyDictionary<IOperation, Term> terms)
    {
        if (!ElementwiseProducts.Is(evaluation.Operation) || evaluation.Term is not Computation { Parts.Length: 2 } product || ElementwiseProducts.IsInside(evaluation.Operation)) return null;
        var factors = Factors(evaluation.Operation);
        if (factors.Count is < 3 or > MostFactors || !factors.TrueForAll(factor => IsConstant(factor) || terms.ContainsKey(factor))) return null;
        return new SlopeFactors(product, factors.Select(factor => (factor, IsConstant(factor) ? new Literal(factor.ConstantValue.Value, factor.Type) : terms[factor])).ToImmutableArray());
    }

    /// <summary>The factors that <paramref name="of"/> alone goes into, as one product; the others are the upstream gradient and the like.</summary>
    public (Term Slope, ImmutableArray<IOperation> Own, ImmutableArray<IOperation> Upstream)? Around(Term of)
    {
        var own = factors.Where(factor => IsOf(factor.Term, of)).ToArray();
        if (own.Length < 2 || factors.All(factor => factor.Term is Literal || IsOf(factor.Term, of))) return null;
        var slope = own.Skip(1).Aggregate(own[0].Term, (left, right) => product.With(ImmutableArray.Create(left, right.Term)));
        return (slope, own.Select(factor => factor.Operation).ToImmutableArray(),
            factors.Where(factor => !IsOf(factor.Term, of)).Select(factor => factor.Operation).ToImmutableArray());
    }

    /// <summary>The values that more than one factor depends on alone, the innermost first.</summary>
    public IEnumerable<Term> Candidates() => factors.Where(factor => factor.Term is not Literal).SelectMany(factor => Cuts.Of(factor.Term).Reverse().Append(factor.Term)).Distinct();

    private static bool IsConstant(IOperation factor) => factor.ConstantValue.HasValue;

    private static bool IsOf(Term factor, Term of) => factor.Equals(of) || Cuts.Of(factor).Contains(of);

    private static List<IOperation> Factors(IOperation operation)
    {
        var found = new List<IOperation>();
        var open = new Stack<IOperation>([operation]);
        while (open.Count > 0 && found.Count <= MostFactors)
        {
            if (open.Pop() is var next && ElementwiseProducts.Operands(next) is var (left, right))
            {
                open.Push(right);
                open.Push(left);
            }
            else found.Add(next);
        }

        return found;
    }
}
