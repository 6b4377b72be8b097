def merge_duplicates(creator, other):
    raise NotImplementedError
