using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Shared;
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
    /// <summary>True where a member does nothing else to what such a field or property holds; nor hands it to what may fill it.</summary>
    public static bool AreOnlyLearnedBy(MemberBody body, ISymbol parameters, CallEffects effects) => IsOfTheStart(body.Member)
        || body.Operations.All(operation => Learns(operation, parameters, body) || !Region.AllOf(parameters).Any(DirectWrites.By(operation, body, effects).Contains));

    /// <summary>A constructor, or what a field is declared with: no pass has run yet.</summary>
    public static bool IsOfTheStart(ISymbol member) => member is not IMethodSymbol || member is IMethodSymbol { MethodKind: MethodKind.Constructor };

    private static bool Learns(IOperation write, ISymbol parameters, MemberBody body) => write switch
    {
        ISimpleAssignmentOperation { Value: var value } => value.DescendantsAndSelf().Any(part => SymbolEqualityComparer.Default.Equals(part.Named(), parameters)) || !ReadsNumbers(value, body, 0),
        ICompoundAssignmentOperation or IIncrementOrDecrementOperation => true,
        _ => false,
    };

    private const int MostLocals = 3;

    // Not an index, a count or a source of random numbers; of a local, what it was declared with: var scale = Math.Sqrt(2.0 / n).
    private static bool ReadsNumbers(IOperation value, MemberBody body, int steps) => value.DescendantsAndSelf().Any(part => part switch
    {
        ILocalReferenceOperation local => IsOfNumbers(local)
            && !(steps < MostLocals && body.Initials.TryGetValue(local.Local, out var initial) && !ReadsNumbers(initial, body, steps + 1)),
        IParameterReferenceOperation or IFieldReferenceOperation { Instance: not null } or IPropertyReferenceOperation { Instance: not null } => IsOfNumbers(part),
        _ => false,
    });

    private static bool IsOfNumbers(IOperation read) => read.Type is { } type && Applied.IsNumbers(type);
}
