using System.Collections.Concurrent;
using System.Collections.Immutable;
using Backprop.Analyzers.Meaning;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace Backprop.Analyzers.Flow.Values;

/// <summary>
/// What calls may write, learned from the bodies of the compilation's own methods (members, and the contents of what they
/// are handed) and from tables for the libraries. Proved: a method whose reach is empty writes no memory that its caller
/// can see. A virtual call may write what any implementation in the compilation may; where there is none, anything, unless it
/// hands over and returns numbers only. Kept per compilation.
/// </summary>
internal sealed class CallEffects(IMethodBodies bodies, Hierarchy hierarchy, FixedFunctions functions)
{
    private const int MostImplementations = 40;

    /// <summary>Activations are short, and so are all of them together; whole layers are looked into for nothing.</summary>
    private const int LongestFamily = 8_000;

    private const int DeepestSummary = 3;
    private const int LongestSource = 6_000;

    private readonly ConcurrentDictionary<ISymbol, CallReach> known = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, CallReach> open = new(SymbolEqualityComparer.Default);

    // The depth from which on a method is too deep to be looked at: who asks first must not decide what is known of it.
    private readonly ConcurrentDictionary<ISymbol, int> tooDeep = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, int> openTooDeep = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, ImmutableHashSet<Region>?> returned = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> usesReceiver = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ISymbol, bool> stored = new(SymbolEqualityComparer.Default);

    /// <summary>What members methods read.</summary>
    public MemberReads Reads { get; } = new(bodies, hierarchy, functions);

    // What this thread is in the middle of: others must not take half an answer for the whole.
    private readonly ThreadLocal<Stack<IMethodSymbol>> inside = new(() => new());
    private readonly ThreadLocal<HashSet<ISymbol>> opened = new(() => new(SymbolEqualityComparer.Default));

    public CallReach Of(IOperation call) => Of(call, 0);

    internal CallReach Of(IOperation call, int depth) => call switch
    {
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invoke when functions.MethodOf(invoke) is { } run => Of(run, false, depth),
        IInvocationOperation { TargetMethod.MethodKind: MethodKind.DelegateInvoke } invoke => OfUnseen(invoke.TargetMethod),
        IInvocationOperation handed when LibraryReach.IntoHanded(handed) is { } into => into,
        // One's own that nobody overrides.
        IInvocationOperation { Instance: IInstanceReferenceOperation } invocation => Of(invocation.TargetMethod, invocation.IsVirtual && hierarchy.IsOpen(invocation.TargetMethod), 0),
        IInvocationOperation invocation => Of(invocation.TargetMethod, invocation.IsVirtual, 0),
        IObjectCreationOperation { Constructor: { } constructor } => Of(constructor, false, 0),
        _ => CallReach.Everything,
    };

    /// <summary>The objects that a call is handed, or is of, whose contents it may write.</summary>
    public IEnumerable<IOperation> MayFill(IInvocationOperation call)
    {
        if (Of(call) is not { Computes: false } reach) return [];
        var arguments = call.Arguments.Where(argument => reach.Anything || reach.Parameters.Contains(argument.Parameter?.Ordinal ?? 0))
            .Select(argument => argument.Value).Where(value => value.Type is { IsReferenceType: true });
        return (reach.Anything || reach.Receiver) && call.Instance is { } receiver and not IInstanceReferenceOperation
            ? arguments.Append(receiver)
            : arguments;
    }

    /// <summary>
    /// The function that a call of what a static member holds runs, <c>Squash(z)</c>; null where it is not known, or does more
    /// than to compute: what it reads must never change.
    /// </summary>
    public IOperation? FunctionOf(IInvocationOperation call) => functions.Of(call) is { } function && FixedFunctions.MethodOf(function) is { } run
        && (run.DeclaringSyntaxReferences.IsEmpty || Reads.Of(run) is { } reads && reads.All(functions.Contains)) ? function : null;

    /// <summary>True for a property that only stores: an auto-property, or one whose getter is not to be seen.</summary>
    public bool IsStored(IPropertySymbol property) => stored.GetOrAdd(property.OriginalDefinition, IsStoredHere);

    private static bool IsStoredHere(ISymbol symbol) => symbol is IPropertySymbol property && (property.IsAbstract
        || property.ContainingType.GetMembers().OfType<IFieldSymbol>()
            .Any(field => SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
        || (!property.DeclaringSyntaxReferences.IsEmpty && property.GetMethod is not null && property.GetMethod.IsImplicitlyDeclared));

    /// <summary>False for an instance method that could as well be static.</summary>
    public bool UsesReceiver(IMethodSymbol method) => !method.IsStatic && usesReceiver.GetOrAdd(method, _ =>
        bodies.BodyOf(method) is not { } body
        || (method.IsAbstract || method.IsVirtual || method.IsOverride) && hierarchy.IsOpen(method)
        || body.DescendantsAndSelf().Any(o => o is IInstanceReferenceOperation { ReferenceKind: InstanceReferenceKind.ContainingTypeInstance } self
            && !(self.Parent is IInvocationOperation call && ReferenceEquals(call.Instance, self)
                && !SymbolEqualityComparer.Default.Equals(call.TargetMethod, method) && !UsesReceiver(call.TargetMethod))));

    /// <summary>Where the object lies that a call returns; null where that is not known.</summary>
    public ImmutableHashSet<Region>? ReturnedBy(IInvocationOperation call) =>
        returned.GetOrAdd(call.TargetMethod.OriginalDefinition, _ => ReturnedMemory.Of(call.TargetMethod, bodies));

    internal CallReach Of(IMethodSymbol method, bool isVirtual, int depth)
    {
        if (method.DeclaringSyntaxReferences.IsEmpty && !method.IsImplicitlyDeclared) return LibraryReach.Of(method);
        if (isVirtual || method.IsAbstract) return OfOpen(method, depth);
        if (known.TryGetValue(method, out var reach)) return reach;
        if (depth > DeepestSummary || tooDeep.TryGetValue(method, out var deep) && depth >= deep) return CallReach.TooDeep;
        if (inside.Value.Contains(method, SymbolEqualityComparer.Default)) return OfRecursion(method);
        inside.Value.Push(method);
        reach = IsLong(method) ? CallReach.Everything
            : bodies.BodyOf(method) is { } body ? Summarise(method, body, depth)
            : IsPlainConstructor(method) ? CallReach.Nothing
            : OfUnseen(method);
        inside.Value.Pop();
        if (!reach.IsLimited || depth == 0) return known[method] = reach;
        tooDeep[method] = depth;
        return reach;
    }

    // A method that calls itself adds nothing of its own. What another one calls back is not known yet, and would be left out of that one.
    private CallReach OfRecursion(IMethodSymbol method) =>
        SymbolEqualityComparer.Default.Equals(inside.Value.Peek(), method) ? CallReach.Computation : CallReach.TooDeep;

    // Any of the implementations may run, so it may write what any of them may.
    private CallReach OfOpen(IMethodSymbol method, int depth)
    {
        if (open.TryGetValue(method, out var reach)) return reach;
        if (depth > DeepestSummary || openTooDeep.TryGetValue(method, out var deep) && depth >= deep) return OfTooDeep(method);
        var bodies = hierarchy.ImplementationsOf(method);
        if (bodies.Length is 0 or > MostImplementations || bodies.Sum(LengthOf) > LongestFamily) return open[method] = OfUnseen(method);
        if (!opened.Value.Add(method)) return OfUnseen(method); // while a call of itself is looked at
        var union = CallReach.Nothing;
        foreach (var body in bodies)
        {
            union = union.Or(Of(body, isVirtual: false, depth + 1));
            if (union.Anything) break;
        }

        opened.Value.Remove(method);
        if (!union.Anything) return open[method] = union;
        if (!union.IsLimited || depth == 0) return open[method] = OfUnseen(method);
        openTooDeep[method] = depth;
        return OfTooDeep(method);
    }

    private static CallReach OfTooDeep(IMethodSymbol method) => OfUnseen(method) is { Anything: false } unseen ? unseen : CallReach.TooDeep;

    private static int LengthOf(IMethodSymbol method) => method.DeclaringSyntaxReferences.Sum(reference => reference.Span.Length);

    private CallReach Summarise(IMethodSymbol method, IOperation body, int depth)
    {
        var summary = new ReachSummary(method, body, this, depth);
        foreach (var operation in body.DescendantsAndSelf()) summary.Add(operation);
        var reach = summary.ToReach();
        return reach.WritesNothing && Shape.IsNumeric(method.ReturnType) ? CallReach.Computation : reach;
    }

    // Binding a long method only to learn what a call of it writes costs more than it is worth.
    private static bool IsLong(IMethodSymbol method) =>
        method.DeclaringSyntaxReferences.Any(reference => reference.Span.Length > LongestSource);

    // class C; record R(Matrix A); class P(int n): what the compiler writes fills the new object only.
    private static bool IsPlainConstructor(IMethodSymbol method) => method.MethodKind == MethodKind.Constructor
        && (method.IsImplicitlyDeclared || method.IsPrimary());

    // An activation behind an interface, a random generator: numbers in, a number out, and not the same one each time.
    private static CallReach OfUnseen(IMethodSymbol method) =>
        Shape.IsNumber(method.ReturnType) && method.Parameters.All(p => p.RefKind == RefKind.None && Shape.IsNumber(p.Type))
            ? CallReach.Nothing
            : CallReach.Everything;
}
