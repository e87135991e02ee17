using Backprop.Analyzers.Flow.Values;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Weights and biases, which the forward pass reads and never writes: that they are in the backward pass what they were in the
/// forward pass, the code that builds a pre-activation from them again relies on itself. So they may be learned,
/// <c>w[i] -= rate * g[i]</c>, and started anew, <c>w[i] = random.NextDouble()</c>. What comes from other numbers,
/// <c>x[i] = inputs[i] / 255</c>, is an input, and another one from then on.
/// </summary>
internal static class LearnedParameters
{
    /// <summary>True where a member does nothing else to what such a field or property holds.</summary>
    public static bool AreOnlyLearnedBy(MemberBody body, ISymbol parameters) => IsOfTheStart(body.Member)
        || body.Operations.All(operation => WriteTargets.Of(operation).All(target => !IsIn(target, parameters, body) || Learns(operation, parameters, body)));

    /// <summary>A constructor, or what a field is declared with: no pass has run yet.</summary>
    public static bool IsOfTheStart(ISymbol member) => member is not IMethodSymbol || member is IMethodSymbol { MethodKind: MethodKind.Constructor };

    private static bool Learns(IOperation write, ISymbol parameters, MemberBody body) => write switch
    {
        ISimpleAssignmentOperation assignment => assignment.Value.DescendantsAndSelf().Any(part => IsNamed(part, parameters))
            || !ReadsNumbers(assignment.Value, body, 0),
        IDeconstructionAssignmentOperation or IArgumentOperation => false,
        _ => true,
    };

    private const int MostLocals = 3;

    // Not an index, a count or a source of random numbers; of a local, what it was declared with: var scale = Math.Sqrt(2.0 / n).
    private static bool ReadsNumbers(IOperation value, MemberBody body, int steps) => value.DescendantsAndSelf().Any(part => part switch
    {
        ILocalReferenceOperation local => IsOfNumbers(local.Type)
            && !(steps < MostLocals && body.Initials.TryGetValue(local.Local, out var initial) && !ReadsNumbers(initial, body, steps + 1)),
        IParameterReferenceOperation or IFieldReferenceOperation { Instance: not null } or IPropertyReferenceOperation { Instance: not null } => IsOfNumbers(part.Type),
        _ => false,
    });

    private static bool IsOfNumbers(ITypeSymbol? type) => Shape.IsReal(type) || type is not null && !Shape.IsNumber(type) && Shape.IsNumeric(type);

    // w, w[i], w[i][j], and row[j] of a local that is w[i]
    private static bool IsIn(IOperation target, ISymbol parameters, MemberBody body)
    {
        for (var current = target; ;)
        {
            switch (current)
            {
                case IArrayElementReferenceOperation element: current = element.ArrayReference; continue;
                case IPropertyReferenceOperation { Property.IsIndexer: true, Instance: { } list }: current = list; continue;
                case IImplicitIndexerReferenceOperation fromEnd: current = fromEnd.Instance; continue;
                case IConversionOperation conversion: current = conversion.Operand; continue;
                case ILocalReferenceOperation { Type.IsReferenceType: true } local when body.Initials.TryGetValue(local.Local, out var initial):
                    return initial.DescendantsAndSelf().Any(part => IsNamed(part, parameters));
                default: return IsNamed(current, parameters);
            }
        }
    }

    private static bool IsNamed(IOperation operation, ISymbol member) => operation switch
    {
        IFieldReferenceOperation field => SymbolEqualityComparer.Default.Equals(TupleItems.Plain(field.Field), member),
        IPropertyReferenceOperation property => SymbolEqualityComparer.Default.Equals(property.Property, member),
        _ => false,
    };
}
