using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Shapes = Backprop.Analyzers.Flow.Effects.Shapes;

namespace Backprop.Analyzers.Model;

/// <summary>
/// Which expressions make something new that holds zeros alone: <c>new double[n]</c>, <c>Matrix&lt;double>.Build.Dense(n, m)</c>,
/// a constructor of one's own matrix. Proved by running them; unknown is no.
/// </summary>
internal sealed class NewZeros(Fingerprints fingerprints)
{
    private readonly Dictionary<SyntaxNode, bool> known = new();

    public bool IsOne(IOperation creation)
    {
        if (!MayBeZeros(creation)) return false;
        if (!known.TryGetValue(creation.Syntax, out var isOne)) known[creation.Syntax] = isOne = fingerprints.AllZeros(creation) == true;
        return isOne;
    }

    // What is called on numbers, or made of some, works with them; only what is made of none may be new ones.
    private bool MayBeZeros(IOperation creation) => !Shapes.IsInert(creation.Type) && !Shapes.IsInteger(creation.Type) && creation switch
    {
        IInvocationOperation { Instance.Type: { } owner } when fingerprints.Shapes.Supports(owner) => false,
        IInvocationOperation { TargetMethod: var method } call => !method.IsFromSource() || call.Arguments.All(IsSize),
        IObjectCreationOperation made => made.Arguments.All(IsSize),
        _ => true,
    };

    private static bool IsSize(IArgumentOperation argument) => Shapes.IsInteger(argument.Value.Type) || Shapes.IsInert(argument.Value.Type)
        || argument.Value is { ConstantValue.HasValue: true } or IArrayCreationOperation or IDelegateCreationOperation or IObjectCreationOperation;
}
