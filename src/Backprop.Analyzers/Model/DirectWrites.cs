using Backprop.Analyzers.Flow.Values;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Model;

/// <summary>
/// The regions of fields and properties that one member's own code writes: by assignment, or by handing what lies there to
/// a call that may write what it is handed. What it writes by calling the type's own members is those
/// members' doing.
/// </summary>
internal static class DirectWrites
{
    /// <param name="body">The member.</param>
    /// <param name="effects">What calls write.</param>
    /// <param name="leaveOut">Calls whose writes do not count.</param>
    public static HashSet<Region> Of(MemberBody body, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut = null)
    {
        var written = new HashSet<Region>();
        foreach (var operation in body.Operations) Add(written, operation, body, effects, leaveOut);
        return written;
    }

    /// <summary>What one operation of the member writes.</summary>
    public static HashSet<Region> By(IOperation operation, MemberBody body, CallEffects effects)
    {
        var written = new HashSet<Region>();
        Add(written, operation, body, effects, null);
        return written;
    }

    private static void Add(HashSet<Region> written, IOperation operation, MemberBody body, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut)
    {
        foreach (var target in WriteTargets.Of(operation)) Add(written, body, effects, target, 0, 0);
        foreach (var handed in HandedOver(operation, effects, leaveOut)) Add(written, body, effects, handed, 1, 0);
        foreach (var member in MadeWith(operation)) written.Add(new Region(member, 0));
    }

    // new Cache(z, a): what the members of an object are made with. That of a matrix is what it computes.
    private static IEnumerable<ISymbol> MadeWith(IOperation operation) =>
        operation is IObjectCreationOperation { Arguments.IsEmpty: false, Type: INamedTypeSymbol made } && made.IsWritten() && !Shape.IsNumeric(made)
            ? made.OriginalDefinition.GetMembers().Where(member => member is IFieldSymbol { IsStatic: false, AssociatedSymbol: null } or IPropertySymbol { IsStatic: false, IsIndexer: false })
            : [];

    /// <summary>Those of them that no assignment names: through a local that is the same array, or by a call that is handed it.</summary>
    public static HashSet<Region> Unnamed(MemberBody body, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut = null)
    {
        var written = new HashSet<Region>();
        foreach (var operation in body.Operations)
        {
            foreach (var target in WriteTargets.Of(operation))
                if (!IsNamed(target)) Add(written, body, effects, target, 0, 0);
            foreach (var handed in HandedOver(operation, effects, leaveOut)) Add(written, body, effects, handed, 1, 0);
        }

        return written;
    }

    private static bool IsNamed(IOperation target)
    {
        var (root, depth) = WriteTargets.Root(target);
        return RegionOf(root, depth) is not null;
    }

    private const int MostLocals = 3;

    // a[i] = v; held[i] = v of a local that is a; Outputs()[i] = v of a method that returns a
    private static void Add(HashSet<Region> written, MemberBody body, CallEffects effects, IOperation target, int depth, int steps)
    {
        var (root, above) = WriteTargets.Root(target);
        depth += above;
        if (RegionOf(root, depth) is { } region) written.Add(region);
        else if (depth > 0 && root is IInvocationOperation call && effects.ReturnedBy(call) is { } returned) written.UnionWith(returned);
        else if (depth > 0 && steps < MostLocals && root is ILocalReferenceOperation { Type.IsReferenceType: true } local && body.Initials.TryGetValue(local.Local, out var initial))
            Add(written, body, effects, initial, depth, steps + 1);
        else if (depth > 0 && steps < MostLocals && root is ILocalReferenceOperation { Type.IsReferenceType: true } item && CollectionOf(item.Local, body) is { } collection)
            Add(written, body, effects, collection, depth + 1, steps + 1);
    }

    // foreach (var row in rows)
    private static IOperation? CollectionOf(ILocalSymbol item, MemberBody body) =>
        body.Loops.OfType<IForEachLoopOperation>().FirstOrDefault(loop => loop.Locals.Contains(item, SymbolEqualityComparer.Default))?.Collection;

    private static IEnumerable<IOperation> HandedOver(IOperation operation, CallEffects effects, Func<IInvocationOperation, bool>? leaveOut) =>
        operation is IInvocationOperation call && leaveOut?.Invoke(call) != true ? effects.MayFill(call) : [];

    // units[j].Out, a[t][i], this.a
    private static Region? RegionOf(IOperation root, int depth) => root switch
    {
        IFieldReferenceOperation field => new Region(TupleItems.Plain(field.Field), depth),
        IPropertyReferenceOperation property => new Region(property.Property, depth),
        _ => null,
    };
}
