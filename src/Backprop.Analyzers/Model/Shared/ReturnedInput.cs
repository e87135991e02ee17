using Backprop.Analyzers.Meaning;
using Backprop.Analyzers.Model.Pairs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model.Shared;

/// <summary>
/// A layer that hands down, as its gradient, what its forward pass was handed: <c>Matrix Backward(Matrix error) => input;</c>
/// after <c>input = x; return Softmax(x);</c>. Proved: the member that is returned holds nothing but the forward pass's
/// argument, which the forward pass activates; and the two methods are what they seem, for in another type that has them the
/// one applies a function and the other that function's derivative.
/// </summary>
internal sealed record ReturnedInput(IReturnOperation Exit, IMethodSymbol Backward, IMethodSymbol Forward, IParameterSymbol Upstream)
{
    public static IEnumerable<ReturnedInput> In(TypeModel type)
    {
        foreach (var body in type.Bodies)
        {
            if (body.Member is not IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary } method) continue;
            if (method.Parameters.FirstOrDefault(parameter => Same(parameter.Type, method.ReturnType)) is not { } upstream) continue;
            if (OnlyReturn(body) is not { } exit || MemberOf(exit.ReturnedValue) is not { } held || body.HasErrors) continue;
            if (ForwardOf(type, method, held) is { } forward && IsBackward(method, forward, type)) yield return new ReturnedInput(exit, method, forward, upstream);
        }
    }

    private static IReturnOperation? OnlyReturn(MemberBody body) => body.Blocks is [IBlockOperation { Operations: [IReturnOperation exit] }] ? exit : null;

    private static ISymbol? MemberOf(IOperation? value) =>
        value?.Inner() is IMemberReferenceOperation { Instance: IInstanceReferenceOperation } member and not IMethodReferenceOperation ? member.Member : null;

    /// <summary>The method whose argument is all that the member ever holds, after a constructor has made room.</summary>
    private static IMethodSymbol? ForwardOf(TypeModel type, IMethodSymbol backward, ISymbol held)
    {
        if (!type.Type.GetMembers().Contains(held, SymbolEqualityComparer.Default) || IsWritable(held)) return null;
        IMethodSymbol? forward = null;
        foreach (var body in type.Bodies)
        {
            if (body.Member is IMethodSymbol { MethodKind: MethodKind.Constructor }) continue;
            var writes = body.Operations.Where(operation => operation is IAssignmentOperation { Target: var target } && Same(MemberOf(target), held)).ToArray();
            if (writes.Length == 0) continue;
            if (forward is not null || body.Member is not IMethodSymbol { IsStatic: false } method || !Same(method.ReturnType, backward.ReturnType)) return null;
            if (!writes.All(write => write is ISimpleAssignmentOperation { Value: var value } && IsArgument(value, method))) return null;
            if (!type.Compilation.Activations.AnyIn(body)) return null;
            forward = method;
        }

        return forward;
    }

    // Whoever else may write it may leave a gradient there.
    private static bool IsWritable(ISymbol held) => held switch
    {
        IFieldSymbol field => field.DeclaredAccessibility != Accessibility.Private,
        IPropertySymbol { SetMethod: { } setter } => setter.DeclaredAccessibility != Accessibility.Private,
        _ => false,
    };

    // input = x, input = x.Copy()
    private static bool IsArgument(IOperation value, IMethodSymbol method) => value.Inner() switch
    {
        IParameterReferenceOperation parameter => Same(parameter.Parameter.ContainingSymbol, method),
        IInvocationOperation { Arguments.IsEmpty: true, Instance: { } copied } call => Same(call.Type, copied.Type) && IsArgument(copied, method),
        _ => false,
    };

    private static bool IsBackward(IMethodSymbol backward, IMethodSymbol forward, TypeModel type)
    {
        var (down, up) = (Slot.Of(backward), Slot.Of(forward));
        return !Same(down, backward) && Same(down.ContainingType, up.ContainingType) && type.Compilation.Hierarchy.ConcreteTypesOf(down.ContainingType)
            .Any(other => Slot.In(other, down) is { } slope && Slot.In(other, up) is { } function && AppliesBoth(function, slope, type));
    }

    private static bool AppliesBoth(IMethodSymbol function, IMethodSymbol slope, TypeModel type)
    {
        var compilation = type.Compilation;
        if (!compilation.Gate.IsCostlyName(slope.Name) || compilation.Bodies.BodyOf(function) is not { } forward || compilation.Bodies.BodyOf(slope) is not { } backward) return false;
        return backward.Descendants().OfType<IInvocationOperation>().Any(call => compilation.Gate.IsCostlyName(call.TargetMethod.Name)
            && compilation.Pairs.Of(call.TargetMethod, type.Cancellation) is { Reading: not PairReading.Unknown } pair
            && forward.Descendants().Any(operation => compilation.SharedFacts.Functions.IsCall(operation, pair)));
    }

    private static bool Same(ISymbol? x, ISymbol? y) => SymbolEqualityComparer.Default.Equals(x, y);
}
