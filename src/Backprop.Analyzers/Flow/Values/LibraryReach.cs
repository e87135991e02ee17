using System.Collections.Immutable;
using Backprop.Analyzers.Knowledge;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What calls into libraries write. Numeric libraries' value-returning calls only compute; their void calls write the
/// destinations that they are handed, or their receiver. Of any other library call nothing is known but its arguments.
/// </summary>
internal static class LibraryReach
{
    public static CallReach Of(IMethodSymbol method)
    {
        var computes = IsNumericLibrary(method) && IsDeterministic(method);
        // a.mul_(mask), torch.nn.functional.relu_(z)
        if (TensorLibraries.IsInPlace(method.Name) && TensorLibraries.Of(MetadataNames.Of(method.ContainingType)) is not null)
            return InPlace(method);
        if (computes && !method.ReturnsVoid && !method.ReturnsByRef) return CallReach.Computation;
        var reach = method.Parameters.Where(IsDestination).Select(parameter => parameter.Ordinal).ToImmutableHashSet();
        var receiver = !method.IsStatic && (method.ReturnsVoid || IsCollection(method.ContainingType));
        return new CallReach(receiver: receiver && !(computes && reach.Count > 0), parameters: reach);
    }

    /// <summary>np.multiply(a, mask, a), relu(a, inplace: true): what a call is told to write its result into, by a parameter that most calls leave out.</summary>
    public static CallReach? IntoHanded(IInvocationOperation call)
    {
        if (!call.TargetMethod.DeclaringSyntaxReferences.IsEmpty) return null;
        foreach (var argument in call.Arguments)
            if (argument is { Parameter.Name: "inplace", Value.ConstantValue: not { HasValue: true, Value: false } })
                return InPlace(call.TargetMethod);
            else if (argument is { Parameter: { Name: "out", HasExplicitDefaultValue: true, Ordinal: var ordinal }, ArgumentKind: not ArgumentKind.DefaultValue, Value.ConstantValue.HasValue: false })
                return new CallReach(parameters: ImmutableHashSet.Create(ordinal));
        return null;
    }

    private static CallReach InPlace(IMethodSymbol method) => method.IsStatic ? new CallReach(parameters: ImmutableHashSet.Create(0)) : new CallReach(receiver: true);

    private static bool IsNumericLibrary(IMethodSymbol method) => method.ContainingNamespace?.ToDisplayString() switch
    {
        "System.Linq" or "System.Numerics" or "System.Numerics.Tensors" => true,
        "System" => method.ContainingType.Name is "Math" or "MathF" or "Double" or "Single" or "Half" or "Convert" or "Int32"
            || (method.ContainingType.Name is "Array" && !method.ReturnsVoid && method.IsStatic),
        { } name => name.StartsWith("MathNet.Numerics", StringComparison.Ordinal) || name is "NumSharp" or "TorchSharp"
            || name is "Unity.Mathematics" or "UnityEngine" || GamesAndGpus.Namespaces.Contains(name) && GamesAndGpus.Types.Contains(MetadataNames.Of(method.ContainingType)),
        null => false,
    };

    private static bool IsDeterministic(IMethodSymbol method) =>
        !method.ContainingType.Name.Contains("Random") && !method.Name.Contains("Random")
        && method.Parameters.All(p => p.RefKind is RefKind.None or RefKind.In);

    private static bool IsCollection(INamedTypeSymbol type) =>
        type.ContainingNamespace?.ToDisplayString().StartsWith("System.Collections", StringComparison.Ordinal) == true;

    // Reading parameters of the libraries say so by their type: ReadOnlySpan, IEnumerable, a delegate, a number, a string.
    private static bool IsDestination(IParameterSymbol parameter)
    {
        if (parameter.RefKind is RefKind.Ref or RefKind.Out) return true;
        if (parameter.Type is IArrayTypeSymbol) return true;
        // Array.Copy(Array sourceArray, Array destinationArray, int length), Buffer.BlockCopy(Array src, ...)
        if (parameter.Type.SpecialType == SpecialType.System_Array) return !IsCopied(parameter);
        if (parameter.Type.TypeKind is TypeKind.Delegate || parameter.Type.SpecialType != SpecialType.None) return false;
        return parameter.Type.Name is not ("ReadOnlySpan" or "IEnumerable" or "IReadOnlyList" or "ReadOnlyTensorSpan" or "Type")
            && (parameter.Type.IsReferenceType || parameter.Type.Name is "Span" or "TensorSpan" or "Memory");
    }

    // The first of the two arrays.
    private static bool IsCopied(IParameterSymbol parameter) => parameter is
        { Ordinal: 0, ContainingSymbol: IMethodSymbol { IsStatic: true, Name: "Copy" or "ConstrainedCopy" or "BlockCopy" } };
}
