using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Meaning;

/// <summary>
/// Buffers that an object asks another object for, <c>var target = pool.Get(x.ColumnCount)</c>, where that object's own state is
/// not known: a matrix or array of unknown contents, the same one whenever the same method of the same field is asked for
/// the same sizes. Whoever reads what he has not written there learns nothing. That two fields hand out different buffers is
/// taken for granted: code that computes in place relies on it itself.
/// </summary>
internal static class HandedOutBuffers
{
    public static Datum? Of(IInvocationOperation call, IMethodSymbol method, Reference[] arguments, Frame frame)
    {
        if (method is { IsStatic: true } or { ReturnsVoid: true } || frame.This is not Instance { IsOpen: true } self || FieldOf(call.Instance) is not { } field) return null;
        if (!method.Parameters.All(parameter => parameter is { RefKind: RefKind.None, Type.SpecialType: SpecialType.System_Int32 })) return null;
        var sizes = arguments.Select(argument => argument.Value as Number).ToArray();
        if (sizes.Any(size => size is null)) return null;
        var key = (field, (ISymbol)method.OriginalDefinition, string.Join(",", sizes.Select(size => size?.Value)));
        return self.HandedOut.TryGetValue(key, out var known) ? known : self.HandedOut[key] = Buffers.Of(method.ReturnType);
    }

    private static ISymbol? FieldOf(IOperation? receiver) => receiver switch
    {
        IFieldReferenceOperation { Instance: IInstanceReferenceOperation } field => field.Field.OriginalDefinition,
        IPropertyReferenceOperation { Property.IsIndexer: false, Instance: IInstanceReferenceOperation } property => property.Property.OriginalDefinition,
        _ => null,
    };
}
