def draw(case, settings):
    pass
